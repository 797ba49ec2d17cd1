//! `GET /notifications/system/{notificationId}`

use axum::Json;
use domain::notification::NotificationId;

use super::{NotificationAnswer, read};
use crate::{
    app::App,
    core_api::{
        access::{Access, NotificationsRead},
        body::Ids,
        problem::ApiResult,
    },
    service::notifications::Shelf,
};

/// Reads a notification about the system.
///
/// Whoever fetches it has read it.
#[utoipa::path(
    get,
    path = "/notifications/system/{notificationId}",
    tag = "Notifications",
    operation_id = "readSystemNotification",
    params(("notificationId" = uuid::Uuid, Path, description = "Which.")),
    responses((status = 200, description = "The notification.", body = NotificationAnswer)),
    security(("userToken" = ["notifications:read"]))
)]
pub(in crate::core_api) async fn read_system_notification(
    app: App,
    access: Access<NotificationsRead>,
    Ids(id): Ids<NotificationId>,
) -> ApiResult<Json<NotificationAnswer>> {
    let user = access.actor();
    Ok(Json(read(&app, &user, Shelf::System, id).await?))
}
