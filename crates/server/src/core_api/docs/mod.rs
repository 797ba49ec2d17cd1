//! `GET /api/docs`: the Core API's reference, made from the OpenAPI document. A page like the others, so
//! it goes through the pages' layers, and one that needs neither scripts nor another host.

mod guide;
mod operations;
mod shape;

use axum::{
    Router,
    http::{HeaderMap, header::CONTENT_TYPE},
    response::IntoResponse,
    routing::get,
};
use domain::Texts;
use maud::{DOCTYPE, Markup, html};

use crate::{app::App, http::plain_head, language};

const STYLE_PATH: &str = "/api/docs.css";
const STYLE: &str = include_str!("style.css");

/// The page and its style sheet.
pub(crate) fn routes() -> Router {
    Router::new().route("/api/docs", get(page)).route(STYLE_PATH, get(style))
}

async fn style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}

async fn page(app: App, headers: HeaderMap) -> Markup {
    let texts = Texts { locale: language::wanted(&headers) };
    let document = super::openapi();
    let brand = &app.config.brand.name;
    let title = texts.reference_title();
    html! {
        (DOCTYPE)
        html lang=(texts.locale.tag()) {
            head { (plain_head(&format!("{title} · {brand}"), STYLE_PATH)) }
            body {
                a.skip href="#content" { (texts.skip_link()) }
                header {
                    a href="/" { (brand) }
                    a href="/api/openapi.json" { (texts.reference_document()) }
                }
                main.columns {
                    div.intro {
                        h1 { (title) }
                        p.lead { (texts.reference_lead(brand)) }
                    }
                    nav aria-label=(texts.reference_contents()) {
                        (guide::contents(texts))
                        (operations::contents(&document))
                    }
                    div.content id="content" tabindex="-1" {
                        (guide::chapters(texts, &app.config))
                        (operations::chapters(texts, &document, &app.config.server.public_url))
                    }
                }
            }
        }
    }
}

/// A sentence in which backticks are around what is code.
fn prose(text: &str) -> Markup {
    html! {
        @for (place, part) in text.split('`').enumerate() {
            @if place % 2 == 0 { (part) } @else { code { (part) } }
        }
    }
}

/// Lines to copy. They scroll by themselves where they are too long, so the keyboard must reach them.
fn sample(name: &str, lines: &str) -> Markup {
    html! { pre tabindex="0" role="group" aria-label=(name) { code { (lines) } } }
}
