//! The Profile tab's door.

use dioxus::prelude::*;
use domain::profile::{Profile, ProfileUpdate};

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
