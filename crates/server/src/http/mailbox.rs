//! `/dev/mailbox`: the mails that stayed on this machine. Only there without SMTP and on a loopback
//! listener.

use axum::{
    Router,
    extract::{Path, Request},
    http::{HeaderMap, StatusCode, header::HOST, uri::Authority},
    middleware::{Next, from_fn},
    response::{IntoResponse as _, Response},
    routing::get,
};
use domain::Texts;
use maud::{DOCTYPE, Markup, html};
use uuid::Uuid;

use super::plain;
use crate::{app::App, config::is_loopback, language};

const PATH: &str = "/dev/mailbox";

pub(super) fn routes() -> Router {
    Router::new()
        .route(PATH, get(list))
        .route("/dev/mailbox/{id}", get(read))
        .layer(from_fn(this_machine_only))
}

/// Not through a proxy, nor under a name that somebody elsewhere pointed at this machine (DNS rebinding).
async fn this_machine_only(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let forwarded = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let host: Option<Authority> = host.parse().ok();
    if forwarded || !host.is_some_and(|host| is_loopback(host.host())) {
        return StatusCode::NOT_FOUND.into_response();
    }
    next.run(request).await
}

/// The mails, the newest first.
async fn list(app: App, headers: HeaderMap) -> Response {
    let texts = Texts { locale: language::wanted(&headers) };
    let mails = app.kept_mails().await;
    let content = html! {
        @if mails.is_empty() {
            p { (texts.mailbox_empty()) }
        } @else {
            ul {
                @for (id, mail) in &mails {
                    li { a href={ (PATH) "/" (id) } { (mail.subject) } " " span { (mail.to) } }
                }
            }
        }
    };
    page(texts, texts.mailbox_title(), &content).into_response()
}

/// What one mail says.
async fn read(app: App, headers: HeaderMap, Path(id): Path<Uuid>) -> Response {
    let Some(mail) = app.kept_mail(id).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let texts = Texts { locale: language::wanted(&headers) };
    let content = html! {
        p { (mail.to) }
        pre { (with_links(&mail.text, &app.config.server.public_url)) }
        p { a href=(PATH) { (texts.mailbox_title()) } }
    };
    page(texts, &mail.subject, &content).into_response()
}

/// The text, with our own addresses as links: those that other people wrote lead nowhere.
fn with_links(text: &str, public_url: &str) -> Markup {
    let page_of_ours = |word: &str| word.strip_prefix(public_url).is_some_and(|rest| rest.starts_with('/'));
    html! {
        @for word in text.split_inclusive(char::is_whitespace) {
            @let url = word.trim_end();
            @if page_of_ours(url) {
                a href=(url) { (url) } (&word[url.len()..])
            } @else {
                (word)
            }
        }
    }
}

fn page(texts: Texts, title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(texts.locale.tag()) {
            head { (plain::head(title, plain::STYLE_PATH)) }
            body { main { h1 { (title) } (content) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_addresses_are_links() {
        let ours = "http://127.0.0.1:8080";
        let text = format!(
            "Go here:\n{ours}/not-me?link=a&b\n\n{ours}.evil.example/ http://evil.example/ <b> javascript:alert(1)"
        );
        insta::assert_snapshot!(with_links(&text, ours).into_string(), @r#"
        Go here:
        <a href="http://127.0.0.1:8080/not-me?link=a&amp;b">http://127.0.0.1:8080/not-me?link=a&amp;b</a>

        http://127.0.0.1:8080.evil.example/ http://evil.example/ &lt;b&gt; javascript:alert(1)
        "#);
    }
}
