//! The session's cookie. A server function can only set one header, so cookies are collected during
//! the request and put on the answer by a layer.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    extract::{FromRequestParts, Request},
    http::{HeaderMap, HeaderValue, header::SET_COOKIE, request::Parts},
    middleware::Next,
    response::Response,
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use domain::identity::SignedIn;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use secrecy::{ExposeSecret as _, SecretString};

use super::{Caller, Via, caller::PEOPLE_ON_A_DEVICE};
use crate::{
    app::App,
    service::{
        second_step::PENDING_FOR,
        sign_in::{Opened, Outcome},
    },
};

/// Cookies for the answer to this request.
#[derive(Clone, Default)]
pub struct SetCookies(Arc<Mutex<Vec<Cookie<'static>>>>);

impl SetCookies {
    fn add(&self, cookie: Cookie<'static>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(cookie);
    }

    /// Keeps the address that was typed into a form without JavaScript for the page that says what was wrong with
    /// it: in a cookie and not in that page's address, which histories and logs keep.
    pub fn keep_typed(&self, app: &App, address: &str) {
        if address.is_empty() || address.len() > TYPED_MAX {
            return;
        }
        let value = utf8_percent_encode(address, NON_ALPHANUMERIC).to_string();
        let mut cookie = host_cookie(app, TYPED_NAME, value);
        cookie.set_path(TYPED_PATH);
        cookie.set_max_age(time::Duration::seconds(TYPED_SECONDS));
        self.add(cookie);
    }

    /// Has the browser forget its session.
    pub fn forget_session(&self, app: &App) {
        let mut cookie = session_cookie(app, String::new());
        cookie.make_removal();
        self.add(cookie);
    }
}

/// The cookie of [`SetCookies::keep_typed`]: for the page that comes next only.
const TYPED_NAME: &str = "typed";
const TYPED_PATH: &str = "/login";
const TYPED_SECONDS: i64 = 60;
/// More bytes than any address has.
const TYPED_MAX: usize = 1024;

/// The address that was typed into the form before, where the browser could not keep it.
#[must_use]
pub fn typed_address(headers: &HeaderMap) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    let typed = percent_decode_str(jar.get(TYPED_NAME)?.value()).decode_utf8().ok()?;
    Some(typed.into_owned())
}

/// How long a browser remembers that it was here: as long as browsers allow.
const DEVICE_DAYS: i64 = 400;

impl Outcome {
    /// Hands the secrets over: to a browser as cookies that no script can read, to a client without cookies
    /// in the answer.
    #[must_use]
    pub fn deliver(self, app: &App, caller: &Caller, cookies: &SetCookies) -> SignedIn {
        match self {
            Self::ConfirmFirst(flow) => SignedIn::ConfirmFirst { flow },
            Self::ResetFirst(flow) => SignedIn::ResetFirst { flow },
            Self::Session(Opened { secret, device }) => {
                let limit = app.config.session.absolute_limit();
                let bearer = hand_over(app, caller, cookies, &secret, limit);
                let device = device.and_then(|device| hand_device_over(app, caller, cookies, &device));
                SignedIn::Done { bearer, device }
            }
            Self::SecondStep(secret) => {
                SignedIn::SecondStep { bearer: hand_over(app, caller, cookies, &secret, PENDING_FOR) }
            }
            Self::NewPassword(secret) => {
                SignedIn::NewPassword { bearer: hand_over(app, caller, cookies, &secret, PENDING_FOR) }
            }
        }
    }
}

fn hand_over(
    app: &App,
    caller: &Caller,
    cookies: &SetCookies,
    secret: &SecretString,
    valid_for: Duration,
) -> Option<String> {
    match caller.via {
        Via::Desktop => Some(secret.expose_secret().to_owned()),
        Via::Web => {
            let mut cookie = session_cookie(app, secret.expose_secret().to_owned());
            let seconds = i64::try_from(valid_for.as_secs()).unwrap_or(i64::MAX);
            cookie.set_max_age(time::Duration::seconds(seconds));
            cookies.add(cookie);
            None
        }
    }
}

/// The new secret comes before those of other people on the same device.
fn hand_device_over(app: &App, caller: &Caller, cookies: &SetCookies, new: &SecretString) -> Option<String> {
    let secrets = std::iter::once(new).chain(&caller.device_secrets).take(PEOPLE_ON_A_DEVICE);
    let secrets: Vec<_> = secrets.map(SecretString::expose_secret).collect();
    let secrets = secrets.join(".");
    match caller.via {
        Via::Desktop => Some(secrets),
        Via::Web => {
            let mut cookie = host_cookie(app, device_cookie_name(app), secrets);
            cookie.set_max_age(time::Duration::days(DEVICE_DAYS));
            cookies.add(cookie);
            None
        }
    }
}

/// `__Host-` keeps other hosts of the domain from setting it (RFC 6265bis, 4.1.3.2), but needs
/// `Secure`, which plain HTTP on a loopback address can't have everywhere.
pub(super) fn session_cookie_name(app: &App) -> &'static str {
    if app.config.server.is_secure() { "__Host-session" } else { "session" }
}

pub(super) fn device_cookie_name(app: &App) -> &'static str {
    if app.config.server.is_secure() { "__Host-device" } else { "device" }
}

fn session_cookie(app: &App, secret: String) -> Cookie<'static> {
    host_cookie(app, session_cookie_name(app), secret)
}

fn host_cookie(app: &App, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
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
