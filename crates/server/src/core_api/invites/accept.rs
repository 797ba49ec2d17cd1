//! `POST /users/me/invites/{inviteId}/accept`

use axum::Json;
use domain::organisation::InviteId;

use crate::{
    app::App,
    core_api::{
        access::{Access, ClientsWrite},
        body::{ChosenKey, Ids, Repeatable},
        clients::ClientAnswer,
        document::Conflict,
        problem::ApiResult,
    },
    service,
};

/// Accepts an invite.
///
/// Then you belong to the organisation. An invite can be answered once.
#[utoipa::path(
    post,
    path = "/users/me/invites/{inviteId}/accept",
    tag = "Invites",
    operation_id = "acceptInvite",
    params(("inviteId" = uuid::Uuid, Path, description = "Which."), Repeatable),
    responses(
        (status = 200, description = "The organisation.", body = ClientAnswer),
        Conflict
    ),
    security(("userToken" = ["clients:write"]))
)]
pub(in crate::core_api) async fn accept_invite(
    app: App,
    access: Access<ClientsWrite>,
    Ids(id): Ids<InviteId>,
    chosen: ChosenKey,
) -> ApiResult<Json<ClientAnswer>> {
    let user = access.actor();
    let key = chosen.key(&format!("POST /users/me/invites/{id}/accept"));
    let joined = service::invites::accept(&app, &user, id, key.as_ref()).await?;
    Ok(Json(ClientAnswer::new(user.id, joined)))
}
