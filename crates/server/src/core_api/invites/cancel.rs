//! `DELETE /clients/{clientId}/invites/{inviteId}`

use axum::Json;
use domain::organisation::{ClientId, InviteId};

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

/// Takes an invite back.
///
/// Takes an admin.
#[utoipa::path(
    delete,
    path = "/clients/{clientId}/invites/{inviteId}",
    tag = "Invites",
    operation_id = "cancelInvite",
    params(
        ("clientId" = uuid::Uuid, Path, description = "Of which organisation."),
        ("inviteId" = uuid::Uuid, Path, description = "Which.")
    ),
    responses((status = 200, description = "It can't be answered any more.", body = Done)),
    security(("userToken" = ["clients:write"]))
)]
pub(in crate::core_api) async fn cancel_invite(
    app: App,
    access: Access<ClientsWrite>,
    Ids((client, invite)): Ids<(ClientId, InviteId)>,
) -> ApiResult<Json<Done>> {
    service::invites::cancel(&app, &access.actor(), client, invite).await?;
    Ok(DONE)
}
