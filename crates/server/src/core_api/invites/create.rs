//! `POST /clients/{clientId}/invites`

use axum::{Json, http::StatusCode};
use domain::organisation::ClientId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{InviteView, name_of};
use crate::{
    app::App,
    core_api::{
        access::{Access, ClientsWrite},
        answer::{Message, WantedRoles},
        body::{Ids, JsonBody, Repeatable},
        document::Conflict,
        problem::{ApiError, ApiResult},
    },
    service,
};

/// Whom to invite, and as what.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::core_api) struct InviteDraft {
    #[schema(format = Email, max_length = 254, example = "grace@example.com")]
    invite_email: String,
    /// The highest of them counts.
    invite_roles: WantedRoles,
}

/// One invite.
#[derive(Serialize, ToSchema)]
pub(in crate::core_api) struct InviteAnswer {
    invite: InviteView,
    message: Message,
}

/// Invites an address.
///
/// It gets a mail and has seven days to answer. Takes an admin.
#[utoipa::path(
    post,
    path = "/clients/{clientId}/invites",
    tag = "Invites",
    operation_id = "createInvite",
    params(
        ("clientId" = uuid::Uuid, Path, description = "Into which organisation."),
        Repeatable
    ),
    request_body = InviteDraft,
    responses(
        (status = 201, description = "The mail is on its way.", body = InviteAnswer),
        Conflict
    ),
    security(("userToken" = ["clients:write"]))
)]
pub(in crate::core_api) async fn create_invite(
    app: App,
    access: Access<ClientsWrite>,
    Ids(id): Ids<ClientId>,
    body: JsonBody<InviteDraft>,
) -> ApiResult<(StatusCode, Json<InviteAnswer>)> {
    let refused = |error: ApiError| error.naming(name_of);
    let role = body.value.invite_roles.highest().map_err(|error| refused(error.into()))?;
    let key = body.key(&format!("POST /clients/{id}/invites"));
    let email = &body.value.invite_email;
    let made = service::invites::create(&app, &access.actor(), id, email, role, key.as_ref()).await;
    let invite = made.map_err(|failure| refused(failure.into()))?.into();
    Ok((StatusCode::CREATED, Json(InviteAnswer { invite, message: Message::Success })))
}
