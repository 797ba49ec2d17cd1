//! What the framework leaves open around its server functions: it takes bodies of any size and
//! answers 500 to arguments it can't read. Here both get the 4xx they deserve.
//!
//! Only the doors that take a picture take much, and only from people: who it is is known before it is read. A few of
//! them at once, so that what is held in memory has a bound; and nobody keeps a place by sending slowly.

use std::time::Duration;

use axum::{
    body::{Body, Bytes, HttpBody as _, to_bytes},
    extract::{FromRequestParts, Request},
    http::{Method, StatusCode, request::Parts},
    middleware::Next,
    response::Response,
};
use domain::{AppError, ErrorCode, picture::FILE_MAX};
use serde_json::Value;

use super::{BODY_LIMIT, refuse};
use crate::{app::App, auth::CurrentUser};

/// The server functions that take a picture.
const PICTURE_DOORS: [&str; 2] = ["/rpc/v1/profile/picture", "/rpc/v1/support"];
/// The largest file in base64, and what else is sent with it.
pub(super) const PICTURE_LIMIT: usize = FILE_MAX.div_ceil(3) * 4 + BODY_LIMIT;
/// How long a body may take. The largest picture needs a megabit a second for it.
const PATIENCE: Duration = Duration::from_mins(1);

/// The layer. Looks only at `/rpc/`.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/rpc/") {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let app = App::of(&parts);
    // What says that it is small is taken for it, whoever sends it.
    let is_small = body.size_hint().upper().is_some_and(|most| most <= BODY_LIMIT as u64);
    let limit = if is_small { BODY_LIMIT } else { limit(&mut parts).await };
    // Held until the answer is there: so long the body is in memory, once or in parts.
    let place = (limit > BODY_LIMIT).then(|| app.uploads.try_acquire());
    if matches!(place, Some(Err(_))) {
        return refuse(&AppError::new(ErrorCode::Busy));
    }
    let body = match read(body, limit, PATIENCE).await {
        Ok(body) => body,
        Err(code) => return refuse(&AppError::new(code)),
    };
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    let is_object = serde_json::from_slice::<Value>(&body).is_ok_and(|value| value.is_object());
    if !reads && !body.is_empty() && !is_object {
        return refuse(&AppError::new(ErrorCode::Malformed));
    }
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    match response.status() {
        StatusCode::INTERNAL_SERVER_ERROR => name_the_fault(response).await,
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => refuse(&AppError::new(ErrorCode::NotFound)),
        _ => response,
    }
}

/// How much a request may hold.
async fn limit(parts: &mut Parts) -> usize {
    let takes_picture = PICTURE_DOORS.contains(&parts.uri.path());
    let from_person =
        takes_picture && <CurrentUser as FromRequestParts<()>>::from_request_parts(parts, &()).await.is_ok();
    if from_person { PICTURE_LIMIT } else { BODY_LIMIT }
}

async fn read(body: Body, limit: usize, patience: Duration) -> Result<Bytes, ErrorCode> {
    let read = tokio::time::timeout(patience, to_bytes(body, limit)).await;
    read.map_err(|_| ErrorCode::Malformed)?.map_err(|_| ErrorCode::TooLarge)
}

/// A 500 with our error in it is ours; of the framework's own, those for unreadable arguments are the
/// caller's fault.
async fn name_the_fault(response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.unwrap_or_default();
    let ours = serde_json::from_slice::<Value>(&body)
        .ok()
        .and_then(|mut payload| serde_json::from_value::<AppError>(payload.get_mut("data")?.take()).ok());
    if ours.is_some() {
        return Response::from_parts(parts, Body::from(body));
    }
    // The words of `ServerFnError`, which is all that the framework leaves of it.
    let unreadable = String::from_utf8_lossy(&body).contains("error deserializing server function");
    if !unreadable {
        tracing::error!("the framework answered with a fault of its own");
    }
    refuse(&AppError::new(if unreadable { ErrorCode::Malformed } else { ErrorCode::Internal }))
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    #[tokio::test]
    async fn a_body_that_does_not_end_is_waited_for_only_so_long() {
        let (soon, late) = (Duration::from_millis(20), Duration::from_hours(1));
        let begun = || stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"{"))]);
        let stuck = Body::from_stream(stream::StreamExt::chain(begun(), stream::pending()));
        assert_eq!(read(stuck, PICTURE_LIMIT, soon).await, Err(ErrorCode::Malformed));
        assert_eq!(read(Body::from_stream(begun()), 1, late).await, Ok(Bytes::from_static(b"{")));
        assert_eq!(read(Body::from_stream(begun()), 0, late).await, Err(ErrorCode::TooLarge));
    }
}
