//! What is about HTTP and not about a single page: the layers around everything, health, the local
//! mailbox's pages, and the two forms that work without scripts.

mod activity;
mod exports;
mod forms;
mod headers;
mod health;
mod mailbox;
mod measure;
mod observe;
mod origin;
mod pages;
mod pictures;
mod plain;
mod request_ids;
mod rpc_guard;
mod unsubscribe;

use axum::{
    Router,
    body::Body,
    extract::DefaultBodyLimit,
    http::{StatusCode, header::CONTENT_TYPE},
    middleware::{from_fn, from_fn_with_state},
    response::Response,
    routing::{get, post},
};
use domain::{AppError, ErrorCode};
use serde_json::{Value, json};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
    request_id::{PropagateRequestIdLayer, SetRequestIdLayer},
};

use crate::{app::App, auth::deliver_cookies};

pub(crate) use observe::observe;
pub(crate) use plain::head as plain_head;
pub(crate) use request_ids::RequestIds;

/// More than any honest request body here.
pub(crate) const BODY_LIMIT: usize = 64 * 1024;

/// The routes that are not the framework's.
pub(crate) fn own_routes(app: &App) -> Router {
    let router = Router::new()
        .route("/healthz", get(health::process))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .route("/forms/login", post(forms::log_in))
        .route("/forms/two-factor", post(forms::second_step))
        .route("/forms/logout", post(forms::log_out))
        .route("/pictures/{name}", get(pictures::picture))
        .route("/settings/account/exports/{file}", get(exports::archive))
        .route("/settings/security/activity.csv", get(activity::csv))
        .route("/settings/security/activity.json", get(activity::json))
        .merge(plain::routes())
        .merge(unsubscribe::routes())
        .layer(DefaultBodyLimit::max(BODY_LIMIT));
    if app.config.shows_mailbox() { router.merge(mailbox::routes()) } else { router }
}

/// What every request goes through, the outermost first.
pub(crate) fn layers(router: Router, app: &App) -> Router {
    let inner = ServiceBuilder::new()
        .layer(SetRequestIdLayer::x_request_id(RequestIds::new(&*app.entropy)))
        .layer(from_fn(measure::measure))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(CompressionLayer::new().compress_when(worth_packing()))
        .layer(from_fn_with_state(app.clone(), headers::protect))
        .layer(CatchPanicLayer::custom(|_| fault()))
        .layer(from_fn_with_state(app.clone(), origin::same_origin))
        .layer(from_fn(deliver_cookies))
        .layer(from_fn(rpc_guard::guard))
        .layer(from_fn(pages::guard))
        // The framework's own limit is lower than a picture, and it panics there. The guard has counted already.
        .layer(DefaultBodyLimit::max(rpc_guard::PICTURE_LIMIT));
    router.layer(inner)
}

/// What is packed already gets no smaller, and would lose its length: nobody saw how long a download takes.
fn worth_packing() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::const_new("application/zip"))
}

/// An error in the shape in which the framework's clients expect it.
pub(crate) fn problem(error: &AppError) -> Value {
    json!({ "message": error.to_string(), "code": error.code.status(), "data": error })
}

/// The answer that only an error is.
pub(crate) fn refuse(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let retry_after = error.retry_after;
    let mut response = Response::new(Body::from(problem(error).to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, axum::http::HeaderValue::from_static("application/json"));
    if let Some(seconds) = retry_after {
        response.headers_mut().insert("retry-after", seconds.into());
    }
    response
}

fn fault() -> Response {
    tracing::error!("a request panicked");
    refuse(&AppError::new(ErrorCode::Internal))
}
