//! Login, its second step and Logout as plain forms: they work before the page's script is there, and without it.

use axum::{
    Form,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{
    AppError, ErrorCode, Field, Problem,
    identity::{Password, SignedIn},
    security::SecondMethod,
};
use serde::Deserialize;

use super::pages::{in_query, safe_next};
use crate::{
    app::App,
    auth::{Caller, CurrentUser, SetCookies},
    service::{Failure, second_step, sign_in},
};

/// What the login form sends.
#[derive(Deserialize)]
pub(super) struct LogIn {
    email: String,
    password: Password,
    next: Option<String>,
}

/// What the form of the second step sends.
#[derive(Deserialize)]
pub(super) struct SecondStep {
    code: String,
    method: Option<SecondMethod>,
    trust: Option<String>,
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
        Ok(outcome) => go_on(&outcome.deliver(&app, &caller, &cookies), next),
        Err(failure) => {
            cookies.keep_typed(&app, &form.email);
            go_back("/login?", &failure.into_reported(), next)
        }
    }
}

/// `POST /forms/two-factor`
pub(super) async fn second_step(
    app: App,
    caller: Caller,
    cookies: SetCookies,
    Form(form): Form<SecondStep>,
) -> Response {
    let next = safe_next(form.next.as_deref());
    let trust = form.trust.is_some();
    let backup_code = form.method == Some(SecondMethod::BackupCode);
    let outcome = if backup_code {
        second_step::with_backup_code(&app, &caller, &form.code, trust).await
    } else {
        second_step::with_code(&app, &caller, &form.code, trust).await
    };
    match outcome.map_err(Failure::into_reported) {
        Ok(outcome) => go_on(&outcome.deliver(&app, &caller, &cookies), next),
        Err(error) if error.code == ErrorCode::SignedOut => {
            Redirect::to(&format!("/login?notice=too_late&next={}", in_query(next))).into_response()
        }
        Err(error) if backup_code => go_back("/two-factor?method=backup_code&", &error, next),
        Err(error) => go_back("/two-factor?", &error, next),
    }
}

/// The page that a sign-in leads to.
fn go_on(signed_in: &SignedIn, next: &str) -> Response {
    let step = |page: &str| Redirect::to(&format!("{page}?next={}", in_query(next)));
    match signed_in {
        SignedIn::Done { .. } => Redirect::to(next),
        SignedIn::ConfirmFirst { flow } => Redirect::to(&format!("/confirm?flow={flow}")),
        SignedIn::ResetFirst { flow } => Redirect::to(&format!("/reset-password?flow={flow}")),
        SignedIn::SecondStep { .. } => step("/two-factor"),
        SignedIn::NewPassword { .. } => step("/new-password"),
    }
    .into_response()
}

/// Back to the form, with what was wrong: in the field, if there is one, else altogether.
fn go_back(page: &str, error: &AppError, next: &str) -> Response {
    let problem = error.problem_of(Field::Code).map_or(error.code.key(), Problem::key);
    Redirect::to(&format!("{page}problem={problem}&next={}", in_query(next))).into_response()
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
