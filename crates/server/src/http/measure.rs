//! One line in the log and two figures for each request.

use std::{
    collections::HashMap,
    sync::{LazyLock, PoisonError, RwLock},
    time::Instant,
};

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use metrics::{Counter, Histogram};
use tracing::Instrument as _;

/// The figures of one route and one status: found by name once, not with each request.
#[derive(Clone)]
struct Figures {
    requests: Counter,
    seconds: Histogram,
}

static FIGURES: LazyLock<RwLock<HashMap<String, HashMap<u16, Figures>>>> = LazyLock::new(RwLock::default);

/// The layer. By default the log shows refusals and faults; all of it at `debug`. Logs the path without its query, as [`told`] tells it: an address may hold what is nobody's business.
#[expect(clippy::disallowed_methods, reason = "a duration is measured, no time is told")]
pub(super) async fn measure(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let path = told(request.uri().path()).to_owned();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    let span = tracing::info_span!("request", %id, %method, %path);
    let response = next.run(request).instrument(span.clone()).await;
    let seconds = begun.elapsed().as_secs_f64();
    let status = response.status().as_u16();
    span.in_scope(|| match status {
        500.. => tracing::error!(status, seconds, "answered"),
        400..500 => tracing::info!(status, seconds, "answered"),
        _ => tracing::debug!(status, seconds, "answered"),
    });
    let figures = figures(matched.as_ref().map_or("page", MatchedPath::as_str), status);
    figures.requests.increment(1);
    figures.seconds.record(seconds);
    response
}

/// What the log says of a path. The name of a picture is all that it takes to see it.
fn told(path: &str) -> &str {
    if path.trim_start_matches('/').starts_with("pictures/") { "/pictures/…" } else { path }
}

fn figures(route: &str, status: u16) -> Figures {
    let known = FIGURES.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(figures) = known.get(route).and_then(|statuses| statuses.get(&status)) {
        return figures.clone();
    }
    drop(known);
    let name = route.to_owned();
    let figures = Figures {
        requests: metrics::counter!("http_requests_total", "route" => name.clone(), "status" => status.to_string()),
        seconds: metrics::histogram!("http_request_seconds", "route" => name.clone()),
    };
    let mut known = FIGURES.write().unwrap_or_else(PoisonError::into_inner);
    known.entry(name).or_default().insert(status, figures.clone());
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_pictures_are_not_told() {
        for path in ["/pictures/abc", "/pictures/", "/pictures/abc/", "//pictures/abc"] {
            assert_eq!(told(path), "/pictures/…");
        }
        for path in ["/pictures", "/settings/profile", "/"] {
            assert_eq!(told(path), path);
        }
    }
}
