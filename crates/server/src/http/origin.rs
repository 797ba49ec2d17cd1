//! Cross-site request forgery: a request that changes something must come from our own pages.
//!
//! Browsers tell with `Sec-Fetch-Site` and `Origin`, neither of which a page can forge. A client that
//! is no browser says so in a header that makes another site's request need our consent (CORS), which
//! we never give (ASVS 5.0, 3.5.1 to 3.5.3).

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header::ORIGIN},
    middleware::Next,
    response::Response,
};
use domain::{AppError, ErrorCode};

use super::{refuse, unsubscribe};
use crate::{app::App, auth::Via};

/// The layer.
pub(super) async fn same_origin(State(app): State<App>, request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // Mail programs post there, and what lets them is in the address: no cookie says anything.
    let is_open = request.uri().path() == unsubscribe::PATH;
    if changes && !is_open && !is_ours(&app, request.headers()) {
        return refuse(&AppError::new(ErrorCode::CrossSite));
    }
    next.run(request).await
}

fn is_ours(app: &App, headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site");
    let origin = headers.get(ORIGIN);
    match (site, origin) {
        (Some(site), _) if site != "same-origin" => false,
        (_, Some(origin)) => origin == app.config.server.public_url.as_str(),
        (Some(_), None) => true,
        (None, None) => Via::of(headers) == Via::Desktop,
    }
}
