//! `GET /users/{userId}/notifications/{notificationId}`

use axum::Json;
use domain::notification::NotificationId;

use super::{NotificationAnswer, own, read};
use crate::{
    app::App,
    core_api::{
        access::{Access, NotificationsRead},
        body::Ids,
        problem::ApiResult,
    },
    service::notifications::Shelf,
};

/// Reads a notification about you.
///
/// Whoever fetches it has read it.
#[utoipa::path(
    get,
    path = "/users/{userId}/notifications/{notificationId}",
    tag = "Notifications",
    operation_id = "readUserNotification",
    params(
        ("userId" = String, Path, description = "Your own id, or `me`."),
        ("notificationId" = uuid::Uuid, Path, description = "Which.")
    ),
    responses((status = 200, description = "The notification.", body = NotificationAnswer)),
    security(("userToken" = ["notifications:read"]))
)]
pub(in crate::core_api) async fn read_user_notification(
    app: App,
    access: Access<NotificationsRead>,
    Ids((whose, id)): Ids<(String, NotificationId)>,
) -> ApiResult<Json<NotificationAnswer>> {
    let user = access.actor();
    own(&user, &whose)?;
    Ok(Json(read(&app, &user, Shelf::Person, id).await?))
}
