//! Which field of a form is wrong.

use serde::{Deserialize, Serialize};

use super::{Problem, named};

/// A field that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Which.
    pub field: Field,
    /// What is wrong with it.
    pub problem: Problem,
}

impl FieldError {
    /// Says that `field` has `problem`.
    #[must_use]
    pub const fn new(field: Field, problem: Problem) -> Self {
        Self { field, problem }
    }
}

named! {
    /// The fields of every form, in the order in which they stand there.
    Field {
        /// First Name
        FirstName = "firstName",
        /// Last Name
        LastName = "lastName",
        /// Phone
        Phone = "phone",
        /// Bio
        Bio = "bio",
        /// Email
        Email = "email",
        /// The code from the mail
        Code = "code",
        /// Current password
        CurrentPassword = "currentPassword",
        /// Password
        Password = "password",
        /// What a token or an organisation is called
        Name = "name",
        /// What a token may do
        Scopes = "scopes",
        /// When a token ends
        Expiry = "expiry",
        /// From where a token works
        Networks = "networks",
        /// Why a token is revoked
        Reason = "reason",
        /// What a member is
        Role = "role",
        /// How many items a page has
        Limit = "limit",
        /// Where a page begins
        Cursor = "cursor",
        /// What a request to support is about
        Category = "category",
        /// The short summary of a request, or of a platform event
        Title = "title",
        /// What a request is about, at length
        Description = "description",
        /// The profile picture
        Picture = "picture",
        /// The picture that comes with a request
        Screenshot = "screenshot",
        /// A row of the notification matrix
        Preference = "preference",
        /// A time zone
        Zone = "zone",
        /// When no mail comes
        QuietHours = "quietHours",
        /// When the daily mail comes
        Digest = "digest",
        /// What a platform event says
        Message = "message",
        /// Which part of the platform an event is about
        Resource = "resource",
        /// Whom a platform event is for
        Audience = "audience",
        /// When a platform event happened
        OccurredAt = "occurredAt",
        /// What a platform event says of an organisation's subscription
        Subscription = "subscription",
    }
}

impl Field {
    /// The field behind a struct's field name, as the validator crate reports it.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| {
            field
                .key()
                .chars()
                .filter(|c| *c != '_')
                .map(|c| c.to_ascii_lowercase())
                .eq(name.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_by_its_struct_name_and_by_its_key() {
        assert_eq!(Field::from_name("first_name"), Some(Field::FirstName));
        assert_eq!(Field::from_name("firstName"), Some(Field::FirstName));
        assert_eq!(Field::from_name("nothing"), None);
    }
}
