//! Pages that are there without the pages' files: no script, and a style sheet of their own.

use axum::{Router, http::header::CONTENT_TYPE, response::IntoResponse, routing::get};
use maud::{Markup, html};

/// Their style.
pub(super) const STYLE_PATH: &str = "/plain.css";
const STYLE: &str = include_str!("plain.css");

/// The way to it.
pub(super) fn routes() -> Router {
    Router::new().route(STYLE_PATH, get(style))
}

async fn style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}

/// What stands in the head of such a page, with the path of its style.
pub(crate) fn head(title: &str, style: &str) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="color-scheme" content="light dark";
        title { (title) }
        link rel="stylesheet" href=(style);
        // The icon of the pages has a name that only the built app knows.
        link rel="icon" href="data:,";
    }
}
