//! `DELETE /clients/{clientId}`

use axum::Json;
use domain::organisation::ClientId;

use crate::{
    app::App,
    core_api::{
        access::{Access, ClientsWrite},
        answer::{DONE, Done},
        body::Ids,
        problem::ApiResult,
    },
    service,
};

/// Deletes an organisation.
///
/// Its memberships and invites go with it. Takes an owner.
#[utoipa::path(
    delete,
    path = "/clients/{clientId}",
    tag = "Clients",
    operation_id = "deleteClient",
    params(("clientId" = uuid::Uuid, Path, description = "Which.")),
    responses((status = 200, description = "It is gone.", body = Done)),
    security(("userToken" = ["clients:write"]))
)]
pub(in crate::core_api) async fn delete_client(
    app: App,
    access: Access<ClientsWrite>,
    Ids(id): Ids<ClientId>,
) -> ApiResult<Json<Done>> {
    service::clients::delete(&app, &access.actor(), id).await?;
    Ok(DONE)
}
