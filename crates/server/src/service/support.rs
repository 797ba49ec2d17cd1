//! Requests to support.

use domain::{
    ErrorCode,
    picture::PictureFile,
    support::{SupportDraft, SupportPage, SupportRequest, SupportThread},
};
use uuid::Uuid;

use super::Failure;
use crate::{app::App, auth::CurrentUser};

/// What the Support page begins with.
///
/// # Errors
/// `unavailable`.
pub async fn page(_app: &App, _user: &CurrentUser) -> Result<SupportPage, Failure> {
    Err(ErrorCode::Unavailable.into())
}

/// One of the person's requests with its answers.
///
/// # Errors
/// `not_found`.
pub async fn thread(_app: &App, _user: &CurrentUser, _reference: &str) -> Result<SupportThread, Failure> {
    Err(ErrorCode::Unavailable.into())
}

/// Submits a request, once for each id.
///
/// # Errors
/// `invalid`, `too_many_tries`.
pub async fn submit(
    _app: &App,
    _user: &CurrentUser,
    _id: Uuid,
    _draft: SupportDraft,
    _screenshot: Option<PictureFile>,
) -> Result<SupportRequest, Failure> {
    Err(ErrorCode::Unavailable.into())
}
