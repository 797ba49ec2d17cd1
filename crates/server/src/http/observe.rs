//! The layer around the Core API: what [`super::layers`] does for pages, as far as it concerns programs.

use axum::{
    extract::{Request, State},
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS},
    },
    middleware::Next,
    response::Response,
};

use super::measure;
use crate::app::App;

/// Measures a request, and says that nobody keeps the answer.
pub(crate) async fn observe(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = measure::measure(request, next).await;
    let headers = response.headers_mut();
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if app.config.server.is_secure() {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(STRICT_TRANSPORT_SECURITY, year);
    }
    response
}
