//! `GET /clients/{clientId}/notifications/{notificationId}`

use axum::Json;
use domain::{notification::NotificationId, organisation::ClientId};

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

/// Reads a notification about an organisation.
///
/// Whoever fetches it has read it.
#[utoipa::path(
    get,
    path = "/clients/{clientId}/notifications/{notificationId}",
    tag = "Notifications",
    operation_id = "readClientNotification",
    params(
        ("clientId" = uuid::Uuid, Path, description = "Which organisation's."),
        ("notificationId" = uuid::Uuid, Path, description = "Which.")
    ),
    responses((status = 200, description = "The notification.", body = NotificationAnswer)),
    security(("userToken" = ["notifications:read"]))
)]
pub(in crate::core_api) async fn read_client_notification(
    app: App,
    access: Access<NotificationsRead>,
    Ids((client, id)): Ids<(ClientId, NotificationId)>,
) -> ApiResult<Json<NotificationAnswer>> {
    let user = access.actor();
    Ok(Json(read(&app, &user, Shelf::Client(client), id).await?))
}
