//! `GET /clients/{clientId}/notifications`

use axum::Json;
use domain::organisation::ClientId;

use super::{NotificationList, list};
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

/// Lists notifications about an organisation.
///
/// What happened in it, billing and usage: those that you were told of in the app. An organisation that you
/// don't belong to is not there.
#[utoipa::path(
    get,
    path = "/clients/{clientId}/notifications",
    tag = "Notifications",
    operation_id = "listClientNotifications",
    params(
        ("clientId" = uuid::Uuid, Path, description = "Which organisation's."),
        Paging
    ),
    responses((status = 200, description = "A page of them.", body = NotificationList)),
    security(("userToken" = ["notifications:read"]))
)]
pub(in crate::core_api) async fn list_client_notifications(
    app: App,
    access: Access<NotificationsRead>,
    Ids(client): Ids<ClientId>,
    paging: Paging,
) -> ApiResult<Json<NotificationList>> {
    let user = access.actor();
    Ok(Json(list(&app, &user, Shelf::Client(client), paging).await?))
}
