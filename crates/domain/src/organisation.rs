//! Organisations ("clients" in the Core API), their members and invites.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Texts, Timestamp, UserId,
    error::{AppError, Field, Problem},
    text_rules::checked_label,
};

/// How long an invite can be answered.
pub const INVITE_VALIDITY: Duration = Duration::from_hours(7 * 24);
/// The most invites of one organisation that wait for an answer.
pub const INVITES_MAX: usize = 100;
/// The most organisations that one person belongs to.
pub const MEMBERSHIPS_MAX: usize = 200;

/// Which organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientId(pub Uuid);

impl fmt::Display for ClientId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// Which invite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InviteId(pub Uuid);

impl fmt::Display for InviteId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

crate::error::named! {
    /// What a member may do. Each may do all that the ones before it may.
    Role {
        /// Sees the members, and can leave.
        User = "user",
        /// Also invites, removes and changes members, and names the organisation.
        Admin = "admin",
        /// Also makes owners, and deletes the organisation.
        Owner = "owner",
    }
}

impl Role {
    /// The roles that this one stands for: an owner is an admin too.
    #[must_use]
    pub const fn roles(self) -> &'static [Self] {
        match self {
            Self::User => &[Self::User],
            Self::Admin => &[Self::Admin],
            Self::Owner => &[Self::Owner, Self::Admin],
        }
    }

    /// What people call it.
    #[must_use]
    pub fn text(self, texts: Texts) -> &'static str {
        match self {
            Self::User => texts.role_user(),
            Self::Admin => texts.role_admin(),
            Self::Owner => texts.role_owner(),
        }
    }

    /// The version of a membership, for who changes it: nothing else of one ever changes.
    #[must_use]
    pub const fn version(self) -> i64 {
        self as i64
    }

    /// Whether this member may change what one with `other` is, or remove them.
    #[must_use]
    pub fn manages(self, other: Self) -> bool {
        self == Self::Owner || (self == Self::Admin && other < Self::Owner)
    }

    /// The roles that a member with this one may give.
    #[must_use]
    pub const fn may_give(self) -> &'static [Self] {
        match self {
            Self::User => &[],
            Self::Admin => &[Self::User, Self::Admin],
            Self::Owner => Self::ALL,
        }
    }
}

crate::error::named! {
    /// Whether something is paid for on behalf of an organisation, as the platform last said. The names are stored.
    Subscription {
        /// It never said so.
        None = "none",
        /// A subscription is active.
        Active = "active",
        /// The subscription ended.
        Cancelled = "cancelled",
    }
}

/// An organisation, as one of its members sees it in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Organisation {
    /// Which.
    pub id: ClientId,
    /// Its name.
    pub name: String,
    /// What the person who asks is in it.
    pub role: Role,
    /// When it came to be.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Goes up by one with each change; a writer says which one it read.
    pub version: i64,
    /// When the person who asks joined it.
    pub joined_at: Timestamp,
}

/// A member, as far as the one who asks may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// First Name, or empty; empty also if they hide their name.
    pub first_name: String,
    /// Last Name, or empty; empty also if they hide their name.
    pub last_name: String,
    /// The address, if they show it.
    pub email: Option<String>,
    /// The name of their picture's file (`/pictures/NAME`), if they have one and show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// What they are.
    pub role: Role,
    /// Since when.
    pub joined_at: Timestamp,
}

impl Member {
    /// First and last name, or nothing.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}

/// An invite that waits for an answer, as the organisation's admins see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invite {
    /// Which.
    pub id: InviteId,
    /// Into which organisation.
    pub client: ClientId,
    /// Whom: only who proved to have this address can answer.
    pub email: String,
    /// As what.
    pub role: Role,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
}

/// An invite, as the invited person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MyInvite {
    /// Which.
    pub id: InviteId,
    /// Into which organisation.
    pub client: ClientId,
    /// Its name.
    pub organisation: String,
    /// As what.
    pub role: Role,
    /// The name of who invited, if they still are there and gave one.
    pub invited_by: String,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
}

/// A place in a list that can grow, after which the next page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cursor {
    /// The time that the list is sorted by.
    pub at: Timestamp,
    /// The id of the last item, which decides between items of the same time.
    pub id: Uuid,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// The items, the oldest first.
    pub items: Vec<T>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// What the User management page shows first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MembersPage {
    /// The organisation, and what the person who asks is in it.
    pub organisation: Organisation,
    /// The first members.
    pub members: Page<Member>,
    /// The invites that wait for an answer; none for who may not invite.
    pub invites: Vec<Invite>,
}

/// Checks an organisation's name: 1 to 64 characters, at least one of which can be seen.
///
/// # Errors
/// Names [`Field::Name`](crate::Field::Name).
pub fn checked_name(typed: &str) -> Result<String, AppError> {
    let name = checked_label(typed)?;
    // One that can't be seen could be confirmed by typing nothing.
    if seen(&name).is_empty() { Err(AppError::field(Field::Name, Problem::Required)) } else { Ok(name) }
}

/// Whether this is an organisation's name as somebody types it who sees it: runs of white space look like one space,
/// and some characters like none. A letter with its accent in one character is another than in two: keyboards give the
/// first, and the tables to tell that both are the same are too large for a browser. Who has a name of the second kind
/// copies it.
#[must_use]
pub fn is_named(name: &str, typed: &str) -> bool {
    seen(name) == seen(typed)
}

fn seen(name: &str) -> String {
    let visible: String = name.chars().filter(|c| !is_invisible(*c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The format characters of Unicode (category Cf) that stand in names: they join, part, or turn letters around.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}'
            | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_typed_as_it_is_seen() {
        for (name, typed) in [
            ("Engines", " Engines "),
            ("Analytical  Engines", "Analytical Engines"),
            ("Analytical\u{a0}Engines", "Analytical Engines"),
            ("En\u{200b}gines\u{202e}", "Engines"),
        ] {
            assert!(is_named(name, typed), "{name:?}");
        }
        for (name, typed) in [("Engines", "engines"), ("Engines", ""), ("A B", "AB")] {
            assert!(!is_named(name, typed), "{name:?}");
        }
    }

    #[test]
    fn an_admin_manages_everybody_but_owners() {
        assert!(Role::Admin.manages(Role::Admin) && Role::Admin.manages(Role::User));
        assert!(!Role::Admin.manages(Role::Owner) && !Role::User.manages(Role::User));
        assert!(Role::ALL.iter().all(|role| Role::Owner.manages(*role)));
        assert!(!Role::Admin.may_give().contains(&Role::Owner));
        assert!(Role::User < Role::Admin && Role::Admin < Role::Owner);
    }

    #[test]
    fn names_are_trimmed_and_must_be_there() {
        assert_eq!(checked_name("  Analytical Engines  ").as_deref(), Ok("Analytical Engines"));
        for wrong in ["", "  ", "\u{200b}", "\u{2060} \u{feff}", "a\u{0}b", &"x".repeat(65)] {
            assert!(checked_name(wrong).is_err(), "{wrong:?}");
        }
    }
}
