//! Doors to a person's passkeys. They take sessions only; signing in with one is in `auth`.

use dioxus::prelude::*;
use domain::security::{Passkey, PasskeyId, PasskeyRequest};
use uuid::Uuid;

use super::RpcResult;
#[cfg(feature = "server")]
use crate::{app::App, auth::CurrentUser, service};

/// Begins to add a passkey: what to ask the browser.
///
/// # Errors
/// `signed_out`, `step_up`, `not_found` where there are none, `too_many_passkeys`.
#[post("/rpc/v1/passkeys/begin", app: App, user: CurrentUser)]
pub async fn begin_passkey() -> RpcResult<PasskeyRequest> {
    Ok(service::passkeys::begin(&app, &user).await?)
}

/// Adds the passkey that the browser made. `answer` is its `RegistrationResponseJSON`.
///
/// # Errors
/// `signed_out`, `step_up`, `invalid`, `passkey_refused`, `too_many_passkeys`.
#[post("/rpc/v1/passkeys/finish", app: App, user: CurrentUser)]
pub async fn finish_passkey(ceremony: Uuid, answer: String, name: String) -> RpcResult<Passkey> {
    Ok(service::passkeys::finish(&app, &user, ceremony, &answer, &name).await?)
}

/// Gives a passkey another name.
///
/// # Errors
/// `signed_out`, `invalid`, `not_found`.
#[post("/rpc/v1/passkeys/rename", app: App, user: CurrentUser)]
pub async fn rename_passkey(id: PasskeyId, name: String) -> RpcResult<()> {
    Ok(service::passkeys::rename(&app, &user, id, &name).await?)
}

/// Removes a passkey: it opens nothing any more.
///
/// # Errors
/// `signed_out`, `step_up`, `not_found`.
#[post("/rpc/v1/passkeys/remove", app: App, user: CurrentUser)]
pub async fn remove_passkey(id: PasskeyId) -> RpcResult<()> {
    Ok(service::passkeys::remove(&app, &user, id).await?)
}
