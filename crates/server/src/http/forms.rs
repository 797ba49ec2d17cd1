//! Login and Logout as plain forms: they work before the page's script is there, and without it.

use axum::{
    Form,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::identity::{Password, SignedIn};
use serde::Deserialize;

use super::pages::{in_query, safe_next};
use crate::{
    app::App,
    auth::{Caller, CurrentUser, SetCookies},
    service::sign_in,
};

/// What the login form sends.
#[derive(Deserialize)]
pub(super) struct LogIn {
    email: String,
    password: Password,
    next: Option<String>,
}

/// `POST /forms/login`: apart from the page, whose path the framework answers
pub(super) async fn log_in(
    app: App,
    caller: Caller,
    cookies: SetCookies,
    Form(form): Form<LogIn>,
) -> Response {
    let next = safe_next(form.next.as_deref());
    match sign_in::with_password(&app, &caller, &form.email, &form.password).await {
        Ok(outcome) => match outcome.deliver(&app, &caller, &cookies) {
            SignedIn::Done { .. } => Redirect::to(next).into_response(),
            SignedIn::ConfirmFirst { flow } => Redirect::to(&format!("/confirm?flow={flow}")).into_response(),
        },
        Err(failure) => {
            let problem = failure.into_reported().code.key();
            Redirect::to(&format!("/login?problem={problem}&next={}", in_query(next))).into_response()
        }
    }
}

/// `POST /forms/logout`
pub(super) async fn log_out(app: App, user: Option<CurrentUser>, cookies: SetCookies) -> Response {
    if let Some(user) = user
        && let Err(failure) = sign_in::sign_out(&app, &user).await
    {
        return super::refuse(&failure.into_reported());
    }
    cookies.forget_session(&app);
    Redirect::to("/login").into_response()
}
