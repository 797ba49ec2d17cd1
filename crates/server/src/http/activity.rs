//! The activity log as a file. It is written as it is read, page by page.

use axum::{
    body::{Body, Bytes},
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse as _, Response},
};
use domain::{ErrorCode, security::ActivityEntry};
use futures_util::stream;

use crate::{
    app::App,
    auth::CurrentUser,
    service::{Failure, activity},
    store::security_events::Place,
};

#[derive(Clone, Copy)]
enum Format {
    Csv,
    Json,
}

/// `GET /settings/security/activity.csv`
pub(super) async fn csv(app: App, user: CurrentUser) -> Response {
    export(app, user, Format::Csv).await
}

/// `GET /settings/security/activity.json`
pub(super) async fn json(app: App, user: CurrentUser) -> Response {
    export(app, user, Format::Json).await
}

async fn export(app: App, user: CurrentUser, format: Format) -> Response {
    if let Err(failure) = activity::note_export(&app, &user).await {
        return super::refuse(&failure.into_reported());
    }
    let (kind, name) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "activity.csv"),
        Format::Json => ("application/json", "activity.json"),
    };
    let disposition = format!("attachment; filename=\"{name}\"");
    let export = Export { app, user, format, at: Position::Start };
    let body = Body::from_stream(stream::try_unfold(export, Export::next));
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], body).into_response()
}

/// How far a file is written.
struct Export {
    app: App,
    user: CurrentUser,
    format: Format,
    at: Position,
}

/// Where a file goes on.
#[derive(Clone, Copy)]
enum Position {
    Start,
    After(Place),
    End,
}

impl Export {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Failure> {
        let (first, after) = match self.at {
            Position::Start => (true, None),
            Position::After(place) => (false, Some(place)),
            Position::End => return Ok(None),
        };
        let (entries, next) = activity::export_page(&self.app, self.user.id, after).await?;
        self.at = next.map_or(Position::End, Position::After);
        let text = match self.format {
            Format::Csv => activity::csv_rows(&entries, first)?,
            Format::Json => json_part(&entries, first, next.is_none())?,
        };
        Ok(Some((Bytes::from(text), self)))
    }
}

fn json_part(entries: &[ActivityEntry], first: bool, last: bool) -> Result<Vec<u8>, Failure> {
    let mut text = if first { b"[".to_vec() } else { Vec::new() };
    for (index, entry) in entries.iter().enumerate() {
        if !(first && index == 0) {
            text.push(b',');
        }
        let [time, event, subject, address, client] = activity::COLUMNS;
        let object = serde_json::json!({
            time: entry.at.iso(), event: entry.kind, subject: entry.subject,
            address: entry.address, client: entry.client,
        });
        serde_json::to_writer(&mut text, &object)
            .map_err(|error| Failure::caused(ErrorCode::Internal, error))?;
    }
    if last {
        text.push(b']');
    }
    Ok(text)
}
