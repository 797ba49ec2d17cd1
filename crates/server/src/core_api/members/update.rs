//! `PUT /clients/{clientId}/users/{userId}`

use axum::Json;
use domain::{UserId, organisation::ClientId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{MemberView, name_of};
use crate::{
    app::App,
    core_api::{
        access::{Access, ClientsWrite},
        answer::{IfMatch, Message, Version, WantedRoles},
        body::{Ids, JsonBody},
        document::Conflict,
        problem::{ApiError, ApiResult},
    },
    service,
};

/// What the member is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::core_api) struct UpdateMember {
    /// The highest of them counts.
    roles: WantedRoles,
}

/// One member.
#[derive(Serialize, ToSchema)]
pub(in crate::core_api) struct MemberAnswer {
    user: MemberView,
    message: Message,
}

/// Gives a member another role.
///
/// Takes an admin. Only an owner makes or unmakes owners, and the last owner stays one.
#[utoipa::path(
    put,
    path = "/clients/{clientId}/users/{userId}",
    tag = "Members",
    operation_id = "updateMember",
    params(
        ("clientId" = uuid::Uuid, Path, description = "Of which organisation."),
        ("userId" = uuid::Uuid, Path, description = "Whom."),
        IfMatch
    ),
    request_body = UpdateMember,
    responses(
        (status = 200, description = "The member as they are now.", body = MemberAnswer,
            headers(("ETag" = String, description = "The version, for `If-Match`."))),
        Conflict
    ),
    security(("userToken" = ["clients:write"]))
)]
pub(in crate::core_api) async fn update_member(
    app: App,
    access: Access<ClientsWrite>,
    Ids((client, member)): Ids<(ClientId, UserId)>,
    IfMatch(version): IfMatch,
    body: JsonBody<UpdateMember>,
) -> ApiResult<(Version, Json<MemberAnswer>)> {
    let role = body.value.roles.highest().map_err(|error| ApiError::from(error).naming(name_of))?;
    let changed = service::members::change_role(&app, &access.actor(), client, member, role, version).await;
    let refused = |failure| ApiError::from(failure).naming(name_of).given_version(version.is_some());
    let member = changed.map_err(refused)?;
    let version = Version(member.role.version());
    Ok((version, Json(MemberAnswer { user: MemberView::of(&app, member), message: Message::Success })))
}
