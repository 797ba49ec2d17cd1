//! What a person wants to be told of, where, and when mail may come.

use domain::{
    ErrorCode,
    notification::{Category, Channel, Preference, PreferencesPage, Schedule},
};

use super::Failure;
use crate::{app::App, auth::CurrentUser};

/// What the Notifications tab begins with.
///
/// # Errors
/// `unavailable`.
pub async fn page(_app: &App, _user: &CurrentUser) -> Result<PreferencesPage, Failure> {
    Err(ErrorCode::Unavailable.into())
}

/// Switches a cell of the matrix.
///
/// # Errors
/// `invalid` for what can't be switched off.
pub async fn set(
    _app: &App,
    _user: &CurrentUser,
    _category: Category,
    _channel: Channel,
    _on: bool,
) -> Result<Preference, Failure> {
    Err(ErrorCode::Unavailable.into())
}

/// Says when mail may come.
///
/// # Errors
/// `invalid`.
pub async fn set_schedule(_app: &App, _user: &CurrentUser, _schedule: Schedule) -> Result<Schedule, Failure> {
    Err(ErrorCode::Unavailable.into())
}
