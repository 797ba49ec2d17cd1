//! Signing up, in and out, the forgotten password, and the proof for what is sensitive. Only the last
//! needs a sign-in.
//!
//! No answer here, and no time it takes, tells whether an address has an account.

use dioxus::prelude::*;
use domain::{
    identity::{FlowId, Password, SignedIn},
    security::{PasskeyRequest, PendingSignIn},
};
use uuid::Uuid;

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

/// What the sign-in that this client began with the right password is waiting for.
///
/// # Errors
/// `signed_out` when it began none, or too long ago.
#[get("/rpc/v1/auth/pending", app: App, caller: Caller)]
pub async fn pending_sign_in() -> RpcResult<PendingSignIn> {
    Ok(service::second_step::describe(&app, &caller).await?)
}

/// Makes the second step with the authenticator app's code. With `trust` this device is spared it for the
/// next 30 days.
///
/// # Errors
/// `signed_out` when the sign-in has to begin anew, `invalid` with the field when the code is not right,
/// `too_many_tries`.
#[post("/rpc/v1/auth/second-step/code", app: App, caller: Caller, cookies: SetCookies)]
pub async fn second_step_code(code: String, trust: bool) -> RpcResult<SignedIn> {
    Ok(service::second_step::with_code(&app, &caller, &code, trust).await?.deliver(&app, &caller, &cookies))
}

/// Makes the second step with a backup code, which ends.
///
/// # Errors
/// The same.
#[post("/rpc/v1/auth/second-step/backup-code", app: App, caller: Caller, cookies: SetCookies)]
pub async fn second_step_backup_code(code: String, trust: bool) -> RpcResult<SignedIn> {
    let outcome = service::second_step::with_backup_code(&app, &caller, &code, trust).await?;
    Ok(outcome.deliver(&app, &caller, &cookies))
}

/// Sets the new password that an administrator asked for, and goes on with the sign-in.
///
/// # Errors
/// `signed_out` when the sign-in has to begin anew, `invalid`, `unavailable`.
#[post("/rpc/v1/auth/new-password", app: App, caller: Caller, cookies: SetCookies)]
pub async fn set_new_password(password: Password) -> RpcResult<SignedIn> {
    let outcome = service::second_step::with_new_password(&app, &caller, &password).await?;
    Ok(outcome.deliver(&app, &caller, &cookies))
}

/// Begins a sign-in with a passkey, or the second step of one: what to ask the browser.
///
/// # Errors
/// `not_found` where there are no passkeys, `too_many_tries`.
#[post("/rpc/v1/auth/passkey/begin", app: App, caller: Caller)]
pub async fn begin_passkey_sign_in() -> RpcResult<PasskeyRequest> {
    Ok(service::passkeys::begin_sign_in(&app, &caller).await?)
}

/// Ends it. `answer` is the browser's `AuthenticationResponseJSON`.
///
/// # Errors
/// `passkey_refused`, `too_many_tries`, `locked`; `signed_out` when a second step has to begin anew.
#[post("/rpc/v1/auth/passkey/finish", app: App, caller: Caller, cookies: SetCookies)]
pub async fn finish_passkey_sign_in(ceremony: Uuid, answer: String, trust: bool) -> RpcResult<SignedIn> {
    let outcome = service::passkeys::finish_sign_in(&app, &caller, ceremony, &answer, trust).await?;
    Ok(outcome.deliver(&app, &caller, &cookies))
}

/// "It wasn't me", from the link in a mail: ends every session of the person, trusts no device any more, and
/// begins a reset whose code goes to their address.
///
/// # Errors
/// `dead_link`, `too_many_tries`.
#[post("/rpc/v1/auth/secure-account", app: App, caller: Caller)]
pub async fn secure_account(link: String) -> RpcResult<FlowId> {
    Ok(service::alarm::secure_account(&app, &caller, &link).await?)
}

/// The same from the mail to an address that was changed: gives the account its old address back first.
///
/// # Errors
/// `dead_link`, `invalid` when another account has the address now, `too_many_tries`.
#[post("/rpc/v1/auth/undo-email-change", app: App, caller: Caller)]
pub async fn undo_email_change(link: String) -> RpcResult<FlowId> {
    Ok(service::alarm::undo_email_change(&app, &caller, &link).await?)
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
