//! `/unsubscribe`: the way out of mails, without a sign-in and without scripts. Looking changes nothing, because mail
//! programs look unasked; a POST switches off, whether a mail program sends it (RFC 8058) or the page's button.

use axum::{
    Router,
    body::Bytes,
    extract::Query,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::{AppError, ErrorCode, Texts, notification::Preference};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;

use super::{pages::in_query, plain};
use crate::{
    app::App,
    language,
    service::{Failure, unsubscribe},
};

/// Where it is. Whoever posts here needs no page of ours to do so: the link is what lets them.
pub(super) const PATH: &str = "/unsubscribe";

/// What a mail program posts, as a form or as one of several parts.
const ONE_CLICK: &[u8] = b"One-Click";
/// What the page's button posts.
const BUTTON: &[u8] = b"by=button";

#[derive(Deserialize)]
pub(super) struct Link {
    #[serde(default)]
    link: String,
}

pub(super) fn routes() -> Router {
    Router::new().route(PATH, get(look).post(switch_off))
}

/// What the link ends, and a button; or that it is off.
async fn look(app: App, headers: HeaderMap, Query(Link { link }): Query<Link>) -> Response {
    let texts = Texts { locale: language::wanted(&headers) };
    let rows = match unsubscribe::look(&app, &link).await {
        Ok(rows) => rows,
        Err(failure) => return refused(&app, texts, failure),
    };
    let (title, lead) = words(texts, &app.config.brand.name, &rows);
    let comes = rows.iter().any(|row| row.email);
    let content = html! {
        p role=[(!comes).then_some("status")] { (lead) }
        @if rows.len() > 1 {
            ul { @for row in &rows { li { (row.category.label(texts)) } } }
        }
        @if comes {
            form method="post" action={ (PATH) "?link=" (in_query(&link)) } {
                button name="by" value="button" { (texts.unsubscribe_submit()) }
            }
        }
    };
    page(&app, texts, &title, &content).into_response()
}

/// What the page says of these rows, which it lists where they are several.
fn words(texts: Texts, brand: &str, rows: &[Preference]) -> (String, String) {
    let comes = rows.iter().any(|row| row.email);
    match rows {
        [row] if comes => (texts.unsubscribe_title(row.category.label(texts)), texts.unsubscribe_lead(brand)),
        [row] => {
            let lead = texts.unsubscribe_done_lead(brand, row.category.label(texts));
            (texts.unsubscribe_done_title().to_owned(), lead)
        }
        _ if comes => (texts.unsubscribe_title_several().to_owned(), texts.unsubscribe_lead_several(brand)),
        _ => (texts.unsubscribe_done_title().to_owned(), texts.unsubscribe_done_lead_several(brand)),
    }
}

/// Switches off. A browser goes back to the page, a mail program only wants to know that it is done.
async fn switch_off(
    app: App,
    headers: HeaderMap,
    Query(Link { link }): Query<Link>,
    body: Bytes,
) -> Response {
    let texts = Texts { locale: language::wanted(&headers) };
    let by_button = *body == *BUTTON;
    if !by_button && !body.windows(ONE_CLICK.len()).any(|part| part == ONE_CLICK) {
        return super::refuse(&AppError::new(ErrorCode::Malformed));
    }
    match unsubscribe::switch_off(&app, &link).await {
        Ok(()) if by_button => Redirect::to(&format!("{PATH}?link={}", in_query(&link))).into_response(),
        Ok(()) => StatusCode::OK.into_response(),
        Err(failure) => refused(&app, texts, failure),
    }
}

fn refused(app: &App, texts: Texts, failure: Failure) -> Response {
    let error = failure.into_reported();
    let (status, title, lead) = if error.code == ErrorCode::DeadLink {
        (StatusCode::NOT_FOUND, texts.unsubscribe_dead_title(), texts.unsubscribe_dead_lead())
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, texts.unsubscribe_failed_title(), texts.unsubscribe_failed_lead())
    };
    (status, page(app, texts, title, &html! { p { (lead) } })).into_response()
}

fn page(app: &App, texts: Texts, title: &str, content: &Markup) -> Markup {
    let brand = &app.config.brand.name;
    html! {
        (DOCTYPE)
        html lang=(texts.locale.tag()) {
            head {
                (plain::head(&format!("{title} · {brand}"), plain::STYLE_PATH))
                meta name="robots" content="noindex";
            }
            body {
                header { a href="/" { (brand) } }
                main {
                    h1 { (title) }
                    (content)
                    p { a href="/settings/notifications" { (texts.mail_told_settings()) } }
                }
            }
        }
    }
}
