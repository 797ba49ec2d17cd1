//! Profile pictures.

use domain::{
    ErrorCode,
    picture::{Crop, PictureFile},
};

use super::Failure;
use crate::{app::App, auth::CurrentUser};

/// Stores a square of a picture as the person's. Answers its public name.
///
/// # Errors
/// `invalid`, `busy`.
pub async fn set(
    _app: &App,
    _user: &CurrentUser,
    _file: &PictureFile,
    _crop: Option<Crop>,
) -> Result<String, Failure> {
    Err(ErrorCode::Unavailable.into())
}

/// Removes it.
///
/// # Errors
/// `unavailable`.
pub async fn remove(_app: &App, _user: &CurrentUser) -> Result<(), Failure> {
    Err(ErrorCode::Unavailable.into())
}
