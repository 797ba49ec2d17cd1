//! What people show to fellow members, decided in one place.

use std::collections::HashMap;

use domain::{
    ErrorCode, UserId,
    privacy::{PrivacyItem, PrivacyPage, PrivacyPreview, PrivacySettings},
};

use super::Failure;
use crate::{
    app::App,
    auth::CurrentUser,
    store::{
        self, Connection,
        privacy::{Name, Veiled},
    },
};

/// What the Privacy tab begins with.
///
/// # Errors
/// `signed_out` when the account is gone.
pub async fn page(_app: &App, _user: &CurrentUser) -> Result<PrivacyPage, Failure> {
    Err(ErrorCode::Unavailable.into())
}

/// Shows an item or hides it.
///
/// # Errors
/// `signed_out` when the account is gone.
pub async fn set(
    _app: &App,
    _user: &CurrentUser,
    _item: PrivacyItem,
    _shown: bool,
) -> Result<PrivacySettings, Failure> {
    Err(ErrorCode::Unavailable.into())
}

/// The person as a fellow member sees them.
///
/// # Errors
/// `signed_out` when the account is gone.
pub async fn preview(_app: &App, _user: &CurrentUser) -> Result<PrivacyPreview, Failure> {
    Err(ErrorCode::Unavailable.into())
}

/// The names of those of these people who have one and show it. One query, however many they are.
///
/// # Errors
/// `unavailable`.
pub(crate) async fn shown_names(
    db: &impl Connection,
    people: &[UserId],
) -> Result<HashMap<UserId, String>, Failure> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let names = store::privacy::names(db, people).await?.into_iter();
    let shown = names.map(|(person, name)| (person, shown_name(name).full()));
    Ok(shown.filter(|(_, name)| !name.is_empty()).collect())
}

/// A name as far as it is shown; empty if it isn't.
fn shown_name(name: Veiled<Name>) -> Name {
    let (shows, name) = name.lifted();
    if shows.full_name { name } else { Name::default() }
}
