//! `GET /api/openapi.json` and `GET /api/docs`: what the Core API is, for programs and for people.

use std::sync::LazyLock;

use axum::{
    http::header::CONTENT_TYPE,
    response::{Html, IntoResponse},
};

static DOCUMENT: LazyLock<String> = LazyLock::new(|| super::openapi().to_json().unwrap_or_default());

/// The OpenAPI document.
pub(super) async fn document() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], DOCUMENT.as_str())
}

/// The reference page.
pub(super) async fn page() -> Html<&'static str> {
    Html("<!doctype html><title>Core API</title>")
}
