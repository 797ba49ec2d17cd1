//! Clients: what people see as organisations.

pub(super) mod create;
pub(super) mod delete;
pub(super) mod list;
pub(super) mod read;
pub(super) mod update;

use domain::{Field, UserId, organisation::Organisation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::answer::{Message, Moment, Roles};

/// An organisation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the documented names")]
pub(super) struct ClientView {
    client_id: Uuid,
    #[schema(example = "My Organisation")]
    client_name: String,
    /// Your own membership. All members are at `/clients/{clientId}/users`.
    client_members: [OwnMembership; 1],
    client_created_at: Moment,
    client_updated_at: Moment,
}

/// What you are in it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct OwnMembership {
    user_id: Uuid,
    roles: Roles,
}

impl ClientView {
    fn new(user: UserId, organisation: Organisation) -> Self {
        Self {
            client_id: organisation.id.0,
            client_name: organisation.name,
            client_members: [OwnMembership { user_id: user.0, roles: organisation.role.into() }],
            client_created_at: Moment(organisation.created_at),
            client_updated_at: Moment(organisation.updated_at),
        }
    }
}

/// One organisation.
#[derive(Serialize, ToSchema)]
pub(super) struct ClientAnswer {
    client: ClientView,
    message: Message,
}

impl ClientAnswer {
    pub(super) fn new(user: UserId, organisation: Organisation) -> Self {
        Self { client: ClientView::new(user, organisation), message: Message::Success }
    }
}

/// What an organisation is called.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ClientDraft {
    /// Not only white space, and no control characters.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x1F\x7F-\x9F]*$",
        example = "My Organisation"
    )]
    client_name: String,
}

const fn name_of(field: Field) -> &'static str {
    match field {
        Field::Name => "clientName",
        other => other.key(),
    }
}
