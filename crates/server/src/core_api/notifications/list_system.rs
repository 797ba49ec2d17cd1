//! `GET /notifications/system`

use axum::Json;

use super::{NotificationList, list};
use crate::{
    app::App,
    core_api::{
        access::{Access, NotificationsRead},
        answer::Paging,
        problem::ApiResult,
    },
    service::notifications::Shelf,
};

/// Lists notifications about the system.
///
/// Announcements, maintenance and updates: those that you were told of in the app.
#[utoipa::path(
    get,
    path = "/notifications/system",
    tag = "Notifications",
    operation_id = "listSystemNotifications",
    params(Paging),
    responses((status = 200, description = "A page of them.", body = NotificationList)),
    security(("userToken" = ["notifications:read"]))
)]
pub(in crate::core_api) async fn list_system_notifications(
    app: App,
    access: Access<NotificationsRead>,
    paging: Paging,
) -> ApiResult<Json<NotificationList>> {
    let user = access.actor();
    Ok(Json(list(&app, &user, Shelf::System, paging).await?))
}
