//! The Profile tab's door.

use dioxus::prelude::*;
use domain::{
    picture::{Crop, PictureFile},
    profile::{Profile, ProfileUpdate},
};

use super::RpcResult;
#[cfg(feature = "server")]
use crate::{app::App, auth::CurrentUser, service};

/// The signed-in person's profile.
///
/// # Errors
/// `signed_out`.
#[get("/rpc/v1/profile", app: App, user: CurrentUser)]
pub async fn read_profile() -> RpcResult<Profile> {
    Ok(service::profile::read(&app, &user).await?)
}

/// Stores a changed profile, if nobody changed it since `version` was read.
///
/// # Errors
/// `signed_out`, `invalid` with the wrong fields, `conflict`.
#[post("/rpc/v1/profile", app: App, user: CurrentUser)]
pub async fn update_profile(update: ProfileUpdate, version: i64) -> RpcResult<Profile> {
    Ok(service::profile::update(&app, &user, update, Some(version)).await?)
}

/// Stores a square of a picture as the person's profile picture; without a crop the largest in the middle. Answers
/// the name that it is served under (`/pictures/NAME`).
///
/// # Errors
/// `signed_out`, `invalid` with what is wrong with the file, `too_large`, `busy`.
#[post("/rpc/v1/profile/picture", app: App, user: CurrentUser)]
pub async fn set_picture(file: PictureFile, crop: Option<Crop>) -> RpcResult<String> {
    Ok(service::pictures::set(&app, &user, &file, crop).await?)
}

/// Removes the profile picture.
///
/// # Errors
/// `signed_out`.
#[post("/rpc/v1/profile/picture/remove", app: App, user: CurrentUser)]
pub async fn remove_picture() -> RpcResult<()> {
    Ok(service::pictures::remove(&app, &user).await?)
}
