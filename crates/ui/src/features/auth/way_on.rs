//! Where a sign-in leads, whichever way it was made.

use std::future::Future;

use dioxus::{prelude::*, router::Navigator};
use domain::{AppError, ErrorCode, identity::SignedIn};
use server::rpc::{RpcError, RpcResult};

use crate::{
    platform,
    routes::{LoginQuery, Route, TwoFactorQuery},
};

/// The notice of the login page that a sign-in took too long.
pub const TOO_LATE: &str = "too_late";

/// Waits for the server's answer and keeps what a client without cookies has to. Nothing when the sign-in has
/// to begin anew.
///
/// # Errors
/// Those of the answer.
pub async fn carry(answer: impl Future<Output = RpcResult<SignedIn>>) -> Result<Option<SignedIn>, AppError> {
    match answer.await {
        Ok(outcome) => {
            keep(&outcome).await;
            Ok(Some(outcome))
        }
        Err(RpcError(error)) if error.code == ErrorCode::SignedOut => Ok(None),
        Err(RpcError(error)) => Err(error),
    }
}

/// What stands for the first step travels the way the session does later.
async fn keep(outcome: &SignedIn) {
    match outcome {
        SignedIn::Done { bearer, device } => {
            platform::keep_sign_in(bearer.clone()).await;
            if let Some(device) = device {
                platform::keep_device(device.clone()).await;
            }
        }
        SignedIn::SecondStep { bearer } | SignedIn::NewPassword { bearer } => {
            platform::keep_sign_in(bearer.clone()).await;
        }
        SignedIn::ConfirmFirst { .. } | SignedIn::ResetFirst { .. } => {}
    }
}

/// Goes on, in the end to `next`.
pub fn follow(navigator: Navigator, next: Option<String>, outcome: Option<&SignedIn>) {
    match outcome {
        Some(SignedIn::Done { .. }) => navigator.replace(landing(next.as_deref())),
        Some(SignedIn::SecondStep { .. }) => {
            navigator.replace(Route::TwoFactor(TwoFactorQuery { next, ..TwoFactorQuery::default() }))
        }
        Some(SignedIn::NewPassword { .. }) => navigator.replace(Route::NewPassword { next }),
        Some(SignedIn::ConfirmFirst { flow }) => navigator.push(Route::Confirm { flow: flow.to_string() }),
        Some(SignedIn::ResetFirst { flow }) => {
            navigator.push(Route::ResetPassword { flow: flow.to_string() })
        }
        None => navigator.replace(begin_anew(next)),
    };
}

/// The login page, for a sign-in that took too long.
pub fn begin_anew(next: Option<String>) -> Route {
    Route::Login(LoginQuery { next, notice: Some(TOO_LATE.to_owned()), ..LoginQuery::default() })
}

/// The page after the login: one of ours, whatever the address says.
fn landing(next: Option<&str>) -> Route {
    match next.unwrap_or_default().parse::<Route>() {
        Ok(route) if route.is_private() => route,
        _ => Route::Profile,
    }
}
