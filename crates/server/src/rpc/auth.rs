//! Signing up, in and out, the forgotten password, and the proof for what is sensitive. Only the last
//! needs a sign-in.
//!
//! No answer here, and no time it takes, tells whether an address has an account.

use dioxus::prelude::*;
use domain::identity::{FlowId, Password, SignedIn};

use super::RpcResult;
#[cfg(feature = "server")]
use crate::{
    app::App,
    auth::{Caller, CurrentUser, SetCookies},
    service,
};

/// Begins a sign-up: a code is mailed to the address.
///
/// # Errors
/// `invalid`, `too_many_tries`, `busy`.
#[post("/rpc/v1/auth/sign-up", app: App, caller: Caller)]
pub async fn sign_up(email: String, password: Password) -> RpcResult<FlowId> {
    Ok(service::sign_up::begin(&app, &caller, &email, &password).await?)
}

/// Ends a sign-up with the code from the mail. The person then signs in.
///
/// # Errors
/// `invalid`, `wrong_code`, `dead_code`.
#[post("/rpc/v1/auth/confirm", app: App, caller: Caller)]
pub async fn confirm(flow: FlowId, code: String) -> RpcResult<()> {
    Ok(service::sign_up::confirm(&app, &caller, flow, &code).await?)
}

/// Mails a new code for a sign-up or a password reset under way; the old one ends.
///
/// # Errors
/// `too_many_tries`.
#[post("/rpc/v1/auth/resend", app: App, caller: Caller)]
pub async fn resend(flow: FlowId) -> RpcResult<()> {
    Ok(service::sign_up::resend(&app, &caller, flow).await?)
}

/// Signs in with address and password.
///
/// # Errors
/// `invalid`, `wrong_credentials`, `too_many_tries`, `busy`.
#[post("/rpc/v1/auth/sign-in", app: App, caller: Caller, cookies: SetCookies)]
pub async fn sign_in(email: String, password: Password) -> RpcResult<SignedIn> {
    Ok(service::sign_in::with_password(&app, &caller, &email, &password)
        .await?
        .deliver(&app, &caller, &cookies))
}

/// Ends this session. Answers the same when there was none.
///
/// # Errors
/// None of its own.
#[post("/rpc/v1/auth/sign-out", app: App, user: Option<CurrentUser>, cookies: SetCookies)]
pub async fn sign_out() -> RpcResult<()> {
    if let Some(user) = user {
        service::sign_in::sign_out(&app, &user).await?;
    }
    cookies.forget_session(&app);
    Ok(())
}

/// Begins a password reset: a code is mailed to the address if it has an account.
///
/// # Errors
/// `invalid`, `too_many_tries`.
#[post("/rpc/v1/auth/forgot", app: App, caller: Caller)]
pub async fn forgot_password(email: String) -> RpcResult<FlowId> {
    Ok(service::password_reset::begin(&app, &caller, &email).await?)
}

/// Sets a new password with the code from the mail and ends every session of the person.
///
/// # Errors
/// `invalid`, `wrong_code`, `dead_code`, `busy`.
#[post("/rpc/v1/auth/reset", app: App, caller: Caller)]
pub async fn reset_password(flow: FlowId, code: String, password: Password) -> RpcResult<()> {
    Ok(service::password_reset::complete(&app, &caller, flow, &code, &password).await?)
}

/// Proves again who the signed-in person is. For the next 15 minutes this session may do what is
/// sensitive.
///
/// # Errors
/// `signed_out`, `invalid` when the password is not right, `too_many_tries`, `busy`.
#[post("/rpc/v1/auth/step-up", app: App, user: CurrentUser)]
pub async fn step_up(password: Password) -> RpcResult<()> {
    Ok(service::step_up::with_password(&app, &user, &password).await?)
}
