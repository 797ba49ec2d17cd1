//! `GET /users/{userId}/notifications`

use axum::Json;

use super::{NotificationList, list, own};
use crate::{
    app::App,
    core_api::{
        access::{Access, NotificationsRead},
        answer::Paging,
        body::Ids,
        problem::ApiResult,
    },
    service::notifications::Shelf,
};

/// Lists notifications about you.
///
/// Invites, your account's safety, and answers of support. Other people's are not there.
#[utoipa::path(
    get,
    path = "/users/{userId}/notifications",
    tag = "Notifications",
    operation_id = "listUserNotifications",
    params(
        ("userId" = String, Path, description = "Your own id, or `me`."),
        Paging
    ),
    responses((status = 200, description = "A page of them.", body = NotificationList)),
    security(("userToken" = ["notifications:read"]))
)]
pub(in crate::core_api) async fn list_user_notifications(
    app: App,
    access: Access<NotificationsRead>,
    Ids(whose): Ids<String>,
    paging: Paging,
) -> ApiResult<Json<NotificationList>> {
    let user = access.actor();
    own(&user, &whose)?;
    Ok(Json(list(&app, &user, Shelf::Person, paging).await?))
}
