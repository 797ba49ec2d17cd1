//! `DELETE /clients/{clientId}/users/{userId}`

use axum::Json;
use domain::{UserId, organisation::ClientId};

use crate::{
    app::App,
    core_api::{
        access::{Access, ClientsWrite},
        answer::{DONE, Done},
        body::Ids,
        document::Conflict,
        problem::ApiResult,
    },
    service,
};

/// Removes a member.
///
/// With your own id you leave. The last owner can't.
#[utoipa::path(
    delete,
    path = "/clients/{clientId}/users/{userId}",
    tag = "Members",
    operation_id = "removeMember",
    params(
        ("clientId" = uuid::Uuid, Path, description = "Of which organisation."),
        ("userId" = uuid::Uuid, Path, description = "Whom.")
    ),
    responses(
        (status = 200, description = "They are no member any more.", body = Done),
        Conflict
    ),
    security(("userToken" = ["clients:write"]))
)]
pub(in crate::core_api) async fn remove_member(
    app: App,
    access: Access<ClientsWrite>,
    Ids((client, member)): Ids<(ClientId, UserId)>,
) -> ApiResult<Json<Done>> {
    service::members::remove(&app, &access.actor(), client, member).await?;
    Ok(DONE)
}
