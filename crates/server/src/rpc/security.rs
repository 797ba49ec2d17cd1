//! The Security tab's doors: password, address, sessions, activity. They take sessions only.

use dioxus::prelude::*;
use domain::{
    identity::{FlowId, Password},
    security::{ActivityFilter, ActivityPage, SecurityPage, SessionId},
};

use super::RpcResult;
#[cfg(feature = "server")]
use crate::{
    app::App,
    auth::{CurrentUser, SetCookies},
    service,
};

/// Everything that the tab begins with, in one answer.
///
/// # Errors
/// `signed_out`, `unavailable`.
#[get("/rpc/v1/security", app: App, user: CurrentUser)]
pub async fn read_security_page() -> RpcResult<SecurityPage> {
    Ok(service::security::page(&app, &user).await?)
}

/// Ends one of the person's other sessions.
///
/// # Errors
/// `signed_out`, `step_up`, `not_found`.
#[post("/rpc/v1/security/sessions/end", app: App, user: CurrentUser)]
pub async fn end_session(id: SessionId) -> RpcResult<()> {
    Ok(service::sessions::end_one(&app, &user, id).await?)
}

/// Ends all of the person's sessions but this one.
///
/// # Errors
/// `signed_out`, `step_up`.
#[post("/rpc/v1/security/sessions/end-others", app: App, user: CurrentUser)]
pub async fn end_other_sessions() -> RpcResult<()> {
    Ok(service::sessions::end_others(&app, &user).await?)
}

/// Ends all of the person's sessions, this one too.
///
/// # Errors
/// `signed_out`, `step_up`.
#[post("/rpc/v1/security/sessions/end-all", app: App, user: CurrentUser, cookies: SetCookies)]
pub async fn end_all_sessions() -> RpcResult<()> {
    service::sessions::end_everywhere(&app, &user).await?;
    cookies.forget_session(&app);
    Ok(())
}

/// Replaces the password. The person's other sessions end, and no device is trusted any more.
///
/// # Errors
/// `signed_out`, `invalid` with the wrong fields, also when the current password is not right;
/// `too_many_tries`, `busy`.
#[post("/rpc/v1/security/password", app: App, user: CurrentUser)]
pub async fn change_password(current: Password, password: Password) -> RpcResult<()> {
    Ok(service::password_change::change(&app, &user, &current, &password).await?)
}

/// Begins a change of the address: a code is mailed to the new one.
///
/// # Errors
/// `signed_out`, `step_up`, `invalid`, `too_many_tries`.
#[post("/rpc/v1/security/email/begin", app: App, user: CurrentUser)]
pub async fn begin_email_change(email: String) -> RpcResult<FlowId> {
    Ok(service::email_change::begin(&app, &user, &email).await?)
}

/// Mails a new code to the new address; the old one ends.
///
/// # Errors
/// `signed_out`, `too_many_tries`.
#[post("/rpc/v1/security/email/resend", app: App, user: CurrentUser)]
pub async fn resend_email_code(flow: FlowId) -> RpcResult<()> {
    Ok(service::email_change::resend(&app, &user, flow).await?)
}

/// Ends a change of the address with the code from the mail. The address before gets a notice.
///
/// # Errors
/// `signed_out`, `step_up`, `invalid`, `wrong_code`, `dead_code`, `too_many_tries`.
#[post("/rpc/v1/security/email/confirm", app: App, user: CurrentUser)]
pub async fn confirm_email_change(flow: FlowId, code: String) -> RpcResult<()> {
    Ok(service::email_change::confirm(&app, &user, flow, &code).await?)
}

/// 25 entries of the activity log, the latest first, from a cursor on.
///
/// # Errors
/// `signed_out`, `invalid` for a cursor that isn't one.
#[post("/rpc/v1/security/activity", app: App, user: CurrentUser)]
pub async fn read_activity(filter: ActivityFilter, cursor: Option<String>) -> RpcResult<ActivityPage> {
    Ok(service::activity::page(&app, &user, &filter, cursor.as_deref()).await?)
}
