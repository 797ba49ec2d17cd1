//! What the framework leaves open around its server functions: it takes bodies of any size and
//! answers 500 to arguments it can't read. Here both get the 4xx they deserve.
//!
//! Only the doors that take a picture take much, and only from people: who it is is known before it is read.

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequestParts, Request},
    http::{Method, StatusCode, request::Parts},
    middleware::Next,
    response::Response,
};
use domain::{AppError, ErrorCode, picture::FILE_MAX};
use serde_json::Value;

use super::{BODY_LIMIT, refuse};
use crate::auth::CurrentUser;

/// The server functions that take a picture.
const PICTURE_DOORS: [&str; 2] = ["/rpc/v1/profile/picture", "/rpc/v1/support"];
/// The largest file in base64, and what else is sent with it.
pub(super) const PICTURE_LIMIT: usize = FILE_MAX.div_ceil(3) * 4 + BODY_LIMIT;

/// The layer. Looks only at `/rpc/`.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/rpc/") {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, limit(&mut parts).await).await else {
        return refuse(&AppError::new(ErrorCode::TooLarge));
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
