//! In which language to answer.

use axum::http::{HeaderMap, header::ACCEPT_LANGUAGE};
use domain::Locale;

/// The best language for a request.
#[must_use]
pub fn wanted(headers: &HeaderMap) -> Locale {
    let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    wanted.map(Locale::negotiate).unwrap_or_default()
}
