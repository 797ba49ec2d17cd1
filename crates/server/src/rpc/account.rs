//! The Account tab's door, and who is signed in.

use dioxus::prelude::*;
use domain::account::{AccountSummary, Me};

use super::RpcResult;
#[cfg(feature = "server")]
use crate::{app::App, auth::CurrentUser, service};

/// The signed-in person, for the top bar.
///
/// # Errors
/// `signed_out`.
#[get("/rpc/v1/me", app: App, user: CurrentUser)]
pub async fn me() -> RpcResult<Me> {
    Ok(service::account::me(&app, &user).await?)
}

/// What the Account tab tells.
///
/// # Errors
/// `signed_out`.
#[get("/rpc/v1/account", app: App, user: CurrentUser)]
pub async fn read_account() -> RpcResult<AccountSummary> {
    Ok(service::account::summary(&app, &user).await?)
}
