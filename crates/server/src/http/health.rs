//! What an operator and a load balancer ask.

use std::net::SocketAddr;

use axum::{
    Extension, Json,
    extract::ConnectInfo,
    http::{HeaderMap, StatusCode, header::AUTHORIZATION},
    response::{IntoResponse as _, Response},
};
use secrecy::ExposeSecret as _;
use serde_json::json;
use subtle::ConstantTimeEq as _;

use crate::{app::App, store, telemetry};

/// `GET /healthz`: the process answers.
pub(super) async fn process() -> Json<serde_json::Value> {
    Json(json!({ "status": "ok" }))
}

/// `GET /readyz`: the process can work.
pub(super) async fn ready(app: App) -> Response {
    let database = app.database.ping().await;
    let identity = app.identity.ready().await;
    let word = |up: bool| if up { "ok" } else { "unavailable" };
    let status =
        if database.is_ok() && identity.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = json!({ "database": word(database.is_ok()), "identity": word(identity.is_ok()) });
    (status, Json(body)).into_response()
}

/// `GET /metrics`: for this machine, or with the token.
pub(super) async fn metrics(
    app: App,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Response {
    // A proxy on this machine must not open it to the world, so a forwarded request isn't local.
    let forwarded = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
    let local = !forwarded && peer.is_some_and(|peer| peer.0.0.ip().is_loopback());
    if !local && !has_token(&app, &headers) {
        return StatusCode::NOT_FOUND.into_response();
    }
    if let Ok(waiting) = store::outbox::count_created_before(app.database.connection(), app.now()).await {
        #[expect(clippy::cast_precision_loss, reason = "a gauge; nobody has 2^52 mails waiting")]
        metrics::gauge!("outbox_messages").set(waiting as f64);
    }
    if let Ok((unfinished, _)) = store::deletions::under_way(app.database.connection()).await {
        #[expect(clippy::cast_precision_loss, reason = "a gauge; nobody deletes 2^52 accounts")]
        metrics::gauge!("account_deletions_unfinished").set(unfinished as f64);
    }
    telemetry::render_metrics().into_response()
}

fn has_token(app: &App, headers: &HeaderMap) -> bool {
    let sent = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let wanted = app.config.server.metrics_token.as_ref();
    wanted
        .zip(sent)
        .is_some_and(|(wanted, sent)| wanted.expose_secret().as_bytes().ct_eq(sent.as_bytes()).into())
}
