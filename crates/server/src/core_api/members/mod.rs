//! Who belongs to an organisation.

pub(super) mod list;
pub(super) mod remove;
pub(super) mod update;

use domain::{Field, organisation::Member};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::answer::{Moment, Roles};

/// A member, as far as you may see them.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MemberView {
    user_id: Uuid,
    #[schema(example = "Ada")]
    user_first_name: String,
    #[schema(example = "Lovelace")]
    user_last_name: String,
    /// Shown to admins, and to the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "ada@example.com")]
    user_email: Option<String>,
    roles: Roles,
    user_joined_at: Moment,
}

impl From<Member> for MemberView {
    fn from(member: Member) -> Self {
        Self {
            user_id: member.user.0,
            user_first_name: member.first_name,
            user_last_name: member.last_name,
            user_email: member.email,
            roles: member.role.into(),
            user_joined_at: Moment(member.joined_at),
        }
    }
}

const fn name_of(field: Field) -> &'static str {
    match field {
        Field::Role => "roles",
        other => other.key(),
    }
}
