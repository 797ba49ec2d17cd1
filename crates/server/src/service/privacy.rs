//! What people show to fellow members, decided in one place.

use std::collections::HashMap;

use domain::{
    ErrorCode, UserId,
    privacy::{PrivacyItem, PrivacyPage, PrivacyPreview, PrivacySettings},
};

use super::Failure;
use crate::{app::App, auth::CurrentUser, store::Connection};

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
    _db: &impl Connection,
    _people: &[UserId],
) -> Result<HashMap<UserId, String>, Failure> {
    Ok(HashMap::new())
}
