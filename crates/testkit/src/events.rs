//! Streams of events, as an open window reads them.

use std::time::Duration;

use axum::{
    body::{Body, BodyDataStream, Bytes},
    http::{HeaderMap, header::CONTENT_TYPE},
    response::Response,
};
use futures_util::{FutureExt as _, StreamExt as _};
use serde_json::Value;
use tokio::time::timeout;

/// Longer than anything takes that comes at all.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether an answer is a stream of events.
pub(crate) fn are_in(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream")
}

/// What a stream begins with: all that is there already.
pub(crate) async fn first(body: Body) -> Bytes {
    let mut body = body.into_data_stream();
    let mut next = timeout(PATIENCE, body.next()).await.expect("something comes");
    let mut first = Vec::new();
    while let Some(part) = next {
        first.extend(part.expect("a part of the body"));
        next = body.next().now_or_never().flatten();
    }
    first.into()
}

/// An open stream of events.
pub struct EventStream {
    /// The answer's headers.
    pub headers: HeaderMap,
    body: BodyDataStream,
    unread: String,
}

impl EventStream {
    pub(crate) fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        Self { headers: parts.headers, body: body.into_data_stream(), unread: String::new() }
    }

    /// What the next event says, or nothing when the stream ended. Panics when neither happens.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some(end) = self.unread.find("\n\n") {
                let event: String = self.unread.drain(..end + 2).collect();
                let data: String = event.lines().filter_map(|line| line.strip_prefix("data:")).collect();
                if data.is_empty() {
                    // A comment, which only keeps the connection alive.
                    continue;
                }
                return Some(serde_json::from_str(&data).expect("an event in JSON"));
            }
            let part = timeout(PATIENCE, self.body.next()).await.expect("an event, or the end");
            let part = part?.expect("a part of the body");
            self.unread.push_str(std::str::from_utf8(&part).expect("text"));
        }
    }
}
