//! The session's cookie. A server function can only set one header, so cookies are collected during
//! the request and put on the answer by a layer.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    extract::{FromRequestParts, Request},
    http::{HeaderValue, header::SET_COOKIE, request::Parts},
    middleware::Next,
    response::Response,
};
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::identity::SignedIn;
use secrecy::ExposeSecret as _;

use super::{Caller, Via};
use crate::{app::App, service::sign_in::Outcome};

/// Cookies for the answer to this request.
#[derive(Clone, Default)]
pub struct SetCookies(Arc<Mutex<Vec<Cookie<'static>>>>);

impl SetCookies {
    fn add(&self, cookie: Cookie<'static>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(cookie);
    }

    /// Has the browser forget its session.
    pub fn forget_session(&self, app: &App) {
        let mut cookie = session_cookie(app, String::new());
        cookie.make_removal();
        self.add(cookie);
    }
}

impl Outcome {
    /// Hands the session's secret over: to a browser as a cookie that no script can read, to a client
    /// without cookies in the answer.
    #[must_use]
    pub fn deliver(self, app: &App, caller: &Caller, cookies: &SetCookies) -> SignedIn {
        match (self, caller.via) {
            (Self::ConfirmFirst(flow), _) => SignedIn::ConfirmFirst { flow },
            (Self::Session(secret), Via::Desktop) => {
                SignedIn::Done { bearer: Some(secret.expose_secret().to_owned()) }
            }
            (Self::Session(secret), Via::Web) => {
                let mut cookie = session_cookie(app, secret.expose_secret().to_owned());
                let seconds =
                    i64::try_from(app.config.session.absolute_limit().as_secs()).unwrap_or(i64::MAX);
                cookie.set_max_age(time::Duration::seconds(seconds));
                cookies.add(cookie);
                SignedIn::Done { bearer: None }
            }
        }
    }
}

/// `__Host-` keeps other hosts of the domain from setting it (RFC 6265bis, 4.1.3.2), but needs
/// `Secure`, which plain HTTP on a loopback address can't have everywhere.
pub(super) fn session_cookie_name(app: &App) -> &'static str {
    if app.config.server.is_secure() { "__Host-session" } else { "session" }
}

fn session_cookie(app: &App, secret: String) -> Cookie<'static> {
    Cookie::build((session_cookie_name(app), secret))
        .path("/")
        .http_only(true)
        .secure(app.config.server.is_secure())
        .same_site(SameSite::Lax)
        .build()
}

/// The layer that puts the collected cookies on the answer.
pub async fn deliver_cookies(mut request: Request, next: Next) -> Response {
    let cookies = SetCookies::default();
    request.extensions_mut().insert(cookies.clone());
    let mut response = next.run(request).await;
    let cookies = std::mem::take(&mut *cookies.0.lock().unwrap_or_else(PoisonError::into_inner));
    for cookie in cookies {
        if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    response
}

impl<S: Send + Sync> FromRequestParts<S> for SetCookies {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}
