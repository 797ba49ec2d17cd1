//! `POST /users/me/invites/{inviteId}/decline`

use axum::Json;
use domain::organisation::InviteId;

use crate::{
    app::App,
    core_api::{
        access::{Access, ClientsWrite},
        answer::{DONE, Done},
        body::{ChosenKey, Ids, Repeatable},
        problem::ApiResult,
    },
    service,
};

/// Declines an invite.
///
/// Then it is gone.
#[utoipa::path(
    post,
    path = "/users/me/invites/{inviteId}/decline",
    tag = "Invites",
    operation_id = "declineInvite",
    params(("inviteId" = uuid::Uuid, Path, description = "Which."), Repeatable),
    responses((status = 200, description = "It is gone.", body = Done)),
    security(("userToken" = ["clients:write"]))
)]
pub(in crate::core_api) async fn decline_invite(
    app: App,
    access: Access<ClientsWrite>,
    Ids(id): Ids<InviteId>,
    chosen: ChosenKey,
) -> ApiResult<Json<Done>> {
    let key = chosen.key(&format!("POST /users/me/invites/{id}/decline"));
    service::invites::decline(&app, &access.actor(), id, key.as_ref()).await?;
    Ok(DONE)
}
