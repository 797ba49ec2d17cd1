//! The Privacy tab's doors. They take sessions only.

use dioxus::prelude::*;
use domain::privacy::{PrivacyItem, PrivacyPage, PrivacyPreview, PrivacySettings};

use super::RpcResult;
#[cfg(feature = "server")]
use crate::{app::App, auth::CurrentUser, service};

/// What the person shows to fellow members.
///
/// # Errors
/// `signed_out`.
#[get("/rpc/v1/privacy", app: App, user: CurrentUser)]
pub async fn read_privacy() -> RpcResult<PrivacyPage> {
    Ok(service::privacy::page(&app, &user).await?)
}

/// Shows something to fellow members, or hides it. At once: nobody else's change can be lost by it.
///
/// # Errors
/// `signed_out`.
#[post("/rpc/v1/privacy", app: App, user: CurrentUser)]
pub async fn set_privacy(item: PrivacyItem, shown: bool) -> RpcResult<PrivacySettings> {
    Ok(service::privacy::set(&app, &user, item, shown).await?)
}

/// The person as a fellow member sees them.
///
/// # Errors
/// `signed_out`.
#[get("/rpc/v1/privacy/preview", app: App, user: CurrentUser)]
pub async fn preview_privacy() -> RpcResult<PrivacyPreview> {
    Ok(service::privacy::preview(&app, &user).await?)
}
