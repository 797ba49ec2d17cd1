//! A person's data to take away: asked for here, written by a job, downloaded by nobody else.

use domain::{
    ErrorCode,
    account::{ExportId, Exports},
};

use super::Failure;
use crate::{app::App, auth::CurrentUser};

/// The person's exports, and when they may ask for the next.
///
/// # Errors
/// `unavailable`.
pub async fn list(_app: &App, _user: &CurrentUser) -> Result<Exports, Failure> {
    Ok(Exports::default())
}

/// Asks for an export. While one is under way there is no other.
///
/// # Errors
/// `step_up`, `too_many_exports`.
pub async fn request(_app: &App, _user: &CurrentUser) -> Result<Exports, Failure> {
    Err(ErrorCode::Unavailable.into())
}

/// That an export is the person's and can be downloaded by them now.
///
/// # Errors
/// `step_up`, `not_found`.
pub async fn open(_app: &App, _user: &CurrentUser, _id: ExportId) -> Result<(), Failure> {
    Err(ErrorCode::Unavailable.into())
}

/// Deletes an export before its time.
///
/// # Errors
/// `not_found`.
pub async fn delete(_app: &App, _user: &CurrentUser, _id: ExportId) -> Result<Exports, Failure> {
    Err(ErrorCode::Unavailable.into())
}

/// Writes an export.
///
/// # Errors
/// `unavailable`; then it is written anew.
pub(crate) async fn build(_app: &App, _id: ExportId) -> Result<(), Failure> {
    Err(ErrorCode::Unavailable.into())
}
