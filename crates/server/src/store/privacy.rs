//! What people show to fellow members, and what could be shown of them.
//!
//! What is read about somebody else comes [`Veiled`], together with what they show: `service::privacy` decides,
//! and nothing else lifts the veil. A test of the architecture holds that.

use domain::{UserId, privacy::PrivacySettings};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use super::{Connection, StoreResult, entity::profiles};

/// Something about a person, with what they show. Nobody reads it by accident.
#[derive(Clone)]
pub struct Veiled<T> {
    settings: PrivacySettings,
    inside: T,
}

impl<T> Veiled<T> {
    pub(super) const fn new(settings: PrivacySettings, inside: T) -> Self {
        Self { settings, inside }
    }

    /// What they show, and all that there is. For `service::privacy` only.
    pub fn lifted(self) -> (PrivacySettings, T) {
        (self.settings, self.inside)
    }
}

/// A person's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// First Name, or empty.
    pub first: String,
    /// Last Name, or empty.
    pub last: String,
}

impl Name {
    /// First and last name, or nothing.
    #[must_use]
    pub fn full(&self) -> String {
        format!("{} {}", self.first, self.last).trim().to_owned()
    }
}

/// The names of these people. One query: there must be fewer than the 32,766 parameters that SQLite allows.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn names(db: &impl Connection, people: &[UserId]) -> StoreResult<Vec<(UserId, Veiled<Name>)>> {
    let rows = profiles::Entity::find()
        .filter(profiles::Column::UserId.is_in(people.iter().map(|person| person.0)))
        .all(db)
        .await?;
    let named = |row: profiles::Model| {
        let settings = settings_of(&row);
        (UserId(row.user_id), Veiled::new(settings, Name { first: row.first_name, last: row.last_name }))
    };
    Ok(rows.into_iter().map(named).collect())
}

const fn settings_of(row: &profiles::Model) -> PrivacySettings {
    PrivacySettings {
        full_name: row.shows_full_name,
        email: row.shows_email,
        picture: row.shows_picture,
        bio: row.shows_bio,
        recent_actions: row.shows_recent_actions,
        resource_creation: row.shows_resource_creation,
        api_usage: row.shows_api_usage,
    }
}
