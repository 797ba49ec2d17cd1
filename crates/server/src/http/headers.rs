//! What every answer tells the browser: what may run in the page, and what may be kept.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
            STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
        },
    },
    middleware::Next,
    response::Response,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::Locale;

use crate::{app::App, language};

/// What a page says of its language before the server has looked at the request (`ui/index.html`).
const DEFAULT_LANGUAGE: &str = "<html lang=\"en-GB\"";
/// More than any page of ours.
const PAGE_LIMIT: usize = 16 * 1024 * 1024;

/// The layer.
pub(super) async fn protect(State(app): State<App>, request: Request, next: Next) -> Response {
    let of = Of::path(request.uri().path());
    let locale = language::wanted(request.headers());
    let mut response = next.run(request).await;
    let is_page =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let is_stream = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
    let nonce = nonce(&app);
    if is_page {
        response = finish_page(response, &nonce, locale).await;
    }
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy(&nonce)) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    let fixed = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        // Not `no-referrer`: it makes a browser send `Origin: null` with a plain form, even to ourselves.
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), of.shown_in()),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if app.config.server.is_secure() {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(STRICT_TRANSPORT_SECURITY, year);
    }
    if is_stream {
        // nginx would keep what is told until there is enough of it.
        headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    }
    let found = response.status() == StatusCode::OK;
    let headers = response.headers_mut();
    match of {
        Of::Asset | Of::Picture if found => {
            let for_ever = HeaderValue::from_static("public, max-age=31536000, immutable");
            headers.insert(CACHE_CONTROL, for_ever);
        }
        Of::Asset => {}
        Of::Picture | Of::Person => {
            // Nothing on the way keeps them, nor does the back button.
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            headers.append(VARY, HeaderValue::from_static("cookie"));
        }
    }
    response
}

/// What an answer belongs to, by the path that was asked for: only under these two does a name stand for the same
/// bytes for ever.
#[derive(Clone, Copy)]
enum Of {
    /// A file of the program: its name holds a hash of it.
    Asset,
    /// Somebody's picture: another one has another name.
    Picture,
    /// Pages and answers, for the person who asks.
    Person,
}

impl Of {
    fn path(path: &str) -> Self {
        if path.starts_with("/assets/") {
            Self::Asset
        } else if path.starts_with("/pictures/") {
            Self::Picture
        } else {
            Self::Person
        }
    }

    /// In whose pages it may be shown. The desktop window's page has another origin; a picture's name is what keeps
    /// it from other sites.
    const fn shown_in(self) -> &'static str {
        match self {
            Self::Picture => "cross-origin",
            Self::Asset | Self::Person => "same-origin",
        }
    }
}

/// `wasm-unsafe-eval` lets WebAssembly compile and nothing else; styles come from our files only.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

fn nonce(app: &App) -> String {
    let mut bytes = [0; 16];
    app.entropy.fill(&mut bytes);
    BASE64_STANDARD.encode(bytes)
}

/// Does in the page's text what the framework does not.
async fn finish_page(response: Response, nonce: &str, locale: Locale) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(page) = to_bytes(body, PAGE_LIMIT).await else {
        parts.status = StatusCode::INTERNAL_SERVER_ERROR;
        return Response::from_parts(parts, Body::empty());
    };
    let page = name_language(&sign_scripts(&String::from_utf8_lossy(&page), nonce), locale);
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(page))
}

/// Puts the nonce on the framework's scripts. A literal `<script` in a page is always the
/// framework's own: it escapes what people wrote.
fn sign_scripts(page: &str, nonce: &str) -> String {
    page.replace("<script", &format!("<script nonce=\"{nonce}\""))
}

/// Says in which language the page is, for those who have it read to them.
fn name_language(page: &str, locale: Locale) -> String {
    page.replacen(DEFAULT_LANGUAGE, &format!("<html lang=\"{}\"", locale.tag()), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_language() {
        let frame = include_str!("../../../ui/index.html");
        for locale in Locale::ALL {
            let page = name_language(frame, *locale);
            assert!(page.contains(&format!("<html lang=\"{}\">", locale.tag())), "{page}");
        }
        assert!(Locale::ALL.len() > 1, "the tests have a second language");
    }
}
