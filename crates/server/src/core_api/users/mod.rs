//! People: the one behind the token, and fellow members.

pub(super) mod list_tokens;
pub(super) mod read;
pub(super) mod read_me;
pub(super) mod update_me;

use domain::{Field, UserId, profile::Profile};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::answer::{Message, picture_url};
use crate::app::App;

/// A person. What they don't show is left out.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the interface's names")]
pub(super) struct UserView {
    user_id: Uuid,
    #[schema(example = "Ada")]
    user_first_name: String,
    #[schema(example = "Lovelace")]
    user_last_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "ada@example.com")]
    user_email: Option<String>,
    /// `+` and digits, or empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "+442079460018")]
    user_phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Writes programs.")]
    user_bio: Option<String>,
    /// Where the profile picture is, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        nullable = false,
        example = "https://settings.example.com/pictures/abcdefghijklmnopabcdefghijklmnop"
    )]
    user_picture: Option<String>,
}

impl UserView {
    fn own(app: &App, id: UserId, profile: Profile) -> Self {
        Self {
            user_id: id.0,
            user_first_name: profile.first_name,
            user_last_name: profile.last_name,
            user_email: Some(profile.email),
            user_phone: Some(profile.phone),
            user_bio: Some(profile.bio),
            user_picture: profile.picture.map(|name| picture_url(app, &name)),
        }
    }
}

/// One person.
#[derive(Serialize, ToSchema)]
pub(super) struct UserAnswer {
    user: UserView,
    message: Message,
}

const fn name_of(field: Field) -> &'static str {
    match field {
        Field::FirstName => "userFirstName",
        Field::LastName => "userLastName",
        Field::Phone => "userPhone",
        Field::Bio => "userBio",
        other => other.key(),
    }
}
