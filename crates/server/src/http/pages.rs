//! Which pages need a sign-in, decided before anything is rendered.

use axum::{
    extract::{OptionalFromRequestParts as _, Request},
    http::{Method, Uri},
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};

use percent_encoding::{NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

use crate::auth::CurrentUser;

/// Where a signed-in person begins.
pub(super) const HOME: &str = "/settings/profile";

/// What is above the pages for whoever is signed in.
const PRIVATE: [&str; 3] = ["/settings/", "/organisations/", "/support/"];

/// The layer: sends a browser to where it can go on.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if request.method() != Method::GET {
        return next.run(request).await;
    }
    if matches!(path, "/" | "/settings" | "/settings/") {
        return Redirect::to(HOME).into_response();
    }
    let private = is_private(path);
    let for_strangers = matches!(path, "/login" | "/sign-up");
    if !private && !for_strangers {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    // Also remembers the person for the page's own look-ups.
    match CurrentUser::from_request_parts(&mut parts, &()).await {
        Ok(None) if private => Redirect::to(&login_page(&parts.uri)).into_response(),
        Ok(Some(_)) if for_strangers => Redirect::to(HOME).into_response(),
        // Where nobody can say who it is, the page itself says what is wrong.
        _ => next.run(Request::from_parts(parts, body)).await,
    }
}

/// Whether a page is for whoever is signed in.
fn is_private(path: &str) -> bool {
    matches!(path, "/notifications" | "/organisations" | "/support")
        || PRIVATE.iter().any(|folder| path.starts_with(folder))
}

fn login_page(wanted: &Uri) -> String {
    let path = wanted.path();
    if path == HOME { "/login".to_owned() } else { format!("/login?next={}", in_query(path)) }
}

/// A text as a value in an address's query.
pub(super) fn in_query(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, NON_ALPHANUMERIC)
}

/// Where to go after a sign-in: a page of ours, whatever the address says.
pub(super) fn safe_next(next: Option<&str>) -> &str {
    next.filter(|path| is_private(path) && !path.contains(['\\', '\r', '\n'])).unwrap_or(HOME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_off_the_site() {
        for ours in [
            "/settings/account",
            "/settings/account/delete",
            "/notifications",
            "/organisations",
            "/organisations/invites",
            "/support",
            "/support/SR-4F7K9M2X",
        ] {
            assert_eq!(safe_next(Some(ours)), ours);
        }
        for elsewhere in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/settings/\\evil",
            "/organisationsevil",
            "/supportevil",
            "/notifications.evil",
            "",
        ] {
            assert_eq!(safe_next(Some(elsewhere)), HOME, "{elsewhere}");
        }
        assert_eq!(safe_next(None), HOME);
    }
}
