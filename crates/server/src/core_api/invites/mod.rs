//! Who is to belong to an organisation.

pub(super) mod accept;
pub(super) mod cancel;
pub(super) mod create;
pub(super) mod decline;
pub(super) mod list;
pub(super) mod list_mine;

use domain::{Field, organisation::Invite};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::answer::{Moment, Roles};

/// An invite that waits for an answer.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct InviteView {
    invite_id: Uuid,
    client_id: Uuid,
    #[schema(example = "grace@example.com")]
    invite_email: String,
    invite_roles: Roles,
    invite_created_at: Moment,
    invite_expires_at: Moment,
}

impl From<Invite> for InviteView {
    fn from(invite: Invite) -> Self {
        Self {
            invite_id: invite.id.0,
            client_id: invite.client.0,
            invite_email: invite.email,
            invite_roles: invite.role.into(),
            invite_created_at: Moment(invite.created_at),
            invite_expires_at: Moment(invite.expires_at),
        }
    }
}

const fn name_of(field: Field) -> &'static str {
    match field {
        Field::Email => "inviteEmail",
        Field::Role => "inviteRoles",
        other => other.key(),
    }
}
