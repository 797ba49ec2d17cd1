//! `/dev/mailbox`: the mails that stayed on this machine. Only there without SMTP and on a loopback
//! listener.

use std::cmp::Reverse;

use axum::{
    Router,
    extract::{Path, Request},
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_TYPE, HOST},
        uri::Authority,
    },
    middleware::{Next, from_fn},
    response::{Html, IntoResponse as _, Response},
    routing::get,
};
use domain::Texts;
use html_escape::encode_text;
use uuid::Uuid;

use crate::{app::App, config::is_loopback, language};

pub(super) fn routes() -> Router {
    Router::new()
        .route("/dev/mailbox", get(list))
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
    let mut mails = Vec::new();
    if let Ok(mut folder) = tokio::fs::read_dir(app.config.mailbox()).await {
        while let Ok(Some(entry)) = folder.next_entry().await {
            let name = entry.file_name().to_string_lossy().into_owned();
            let (Some(id), Ok(metadata)) = (name.strip_suffix(".eml"), entry.metadata().await) else {
                continue;
            };
            let text = tokio::fs::read_to_string(entry.path()).await.unwrap_or_default();
            let header = |name: &str| {
                let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
                encode_text(line.trim()).into_owned()
            };
            let row = format!(
                "<li><a href=\"/dev/mailbox/{id}\">{}</a> <span>{}</span></li>",
                header("Subject:"),
                header("To:")
            );
            mails.push((metadata.modified().ok(), row));
        }
    }
    mails.sort_by_key(|(modified, _)| Reverse(*modified));
    let rows: String = mails.into_iter().map(|(_, row)| row).collect();
    let texts = Texts { locale: language::wanted(&headers) };
    let (title, empty) = (texts.mailbox_title(), texts.mailbox_empty());
    let content = if rows.is_empty() { format!("<p>{empty}</p>") } else { format!("<ul>{rows}</ul>") };
    Html(format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1>{content}</main></body></html>",
        texts.locale.tag(),
    ))
    .into_response()
}

/// One mail as it was sent.
async fn read(app: App, Path(id): Path<Uuid>) -> Response {
    match tokio::fs::read(app.config.mailbox().join(format!("{id}.eml"))).await {
        Ok(mail) => ([(CONTENT_TYPE, "text/plain; charset=utf-8")], mail).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}
