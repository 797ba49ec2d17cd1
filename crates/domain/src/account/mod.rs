//! The account as a whole, as its owner sees it.

mod deletion;
mod export;

use serde::{Deserialize, Serialize};

use crate::{Timestamp, UserId, profile::Profile};

pub use deletion::{
    ConfirmedHeir, ConfirmedOrganisation, DeletionPlan, DeletionRequest, GoneOrganisation,
    HandedOverOrganisation, LeftOrganisation,
};
pub use export::{EXPORT_DAYS, EXPORTS_A_DAY, Export, ExportId, ExportState, Exports};

/// What the Account tab begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountPage {
    /// What the account is.
    pub summary: AccountSummary,
    /// The exports of its data.
    pub exports: Exports,
}

/// An account in a few figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountSummary {
    /// The address the person signs in with.
    pub email: String,
    /// When the account came to be.
    pub created_at: Timestamp,
    /// How many organisations the person belongs to.
    pub organisations: u64,
    /// How many of their tokens work.
    pub tokens: u64,
    /// In how many places they are signed in.
    pub sessions: u64,
}

/// The signed-in person, as the top bar shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// Who.
    pub id: UserId,
    /// The address the person signs in with.
    pub email: String,
    /// First and last name, or empty when the person gave none.
    pub name: String,
    /// One or two letters for the profile button.
    pub initials: String,
    /// The name of their picture's file (`/pictures/NAME`), if they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// How many notifications are unread, up to [`UNREAD_MAX`](crate::notification::UNREAD_MAX).
    #[serde(default)]
    pub unread: u32,
    /// The number of the latest notification: what comes after it is new.
    #[serde(default)]
    pub latest: i64,
}

impl Me {
    /// Puts together what the top bar shows.
    #[must_use]
    pub fn new(id: UserId, profile: &Profile) -> Self {
        let name = [profile.first_name.as_str(), profile.last_name.as_str()].join(" ").trim().to_owned();
        let initials = initials(&name, &profile.email);
        let picture = profile.picture.clone();
        Self { id, email: profile.email.clone(), name, initials, picture, unread: 0, latest: 0 }
    }
}

/// The first letters of the first and last word of a name, else the first of the address.
#[must_use]
pub fn initials(name: &str, email: &str) -> String {
    let mut words = name.split_whitespace();
    let letters: String = match (words.next(), words.next_back()) {
        (None, _) => email.chars().take(1).collect(),
        (Some(only), None) => only.chars().take(1).collect(),
        (Some(first), Some(last)) => first.chars().take(1).chain(last.chars().take(1)).collect(),
    };
    letters.to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_come_from_the_name_or_the_address() {
        assert_eq!(initials("Ada Lovelace", "x@example.com"), "AL");
        assert_eq!(initials("Ada King Lovelace", "x@example.com"), "AL");
        assert_eq!(initials("Žofie", "x@example.com"), "Ž");
        assert_eq!(initials("", "x@example.com"), "X");
    }
}
