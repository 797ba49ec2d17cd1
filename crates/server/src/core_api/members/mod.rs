//! Who belongs to an organisation.

pub(super) mod list;
pub(super) mod remove;
pub(super) mod update;

use domain::{Field, organisation::Member};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::answer::{Moment, Roles, picture_url};
use crate::app::App;

/// A member, as far as you may see them.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MemberView {
    user_id: Uuid,
    #[schema(example = "Ada")]
    user_first_name: String,
    #[schema(example = "Lovelace")]
    user_last_name: String,
    /// The address, if they show it; the person sees their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "ada@example.com")]
    user_email: Option<String>,
    /// Where the profile picture is, if there is one and they show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        nullable = false,
        example = "https://settings.example.com/pictures/abcdefghijklmnopabcdefghijklmnop"
    )]
    user_picture: Option<String>,
    roles: Roles,
    user_joined_at: Moment,
}

impl MemberView {
    fn of(app: &App, member: Member) -> Self {
        Self {
            user_id: member.user.0,
            user_first_name: member.first_name,
            user_last_name: member.last_name,
            user_email: member.email,
            user_picture: member.picture.map(|name| picture_url(app, &name)),
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
