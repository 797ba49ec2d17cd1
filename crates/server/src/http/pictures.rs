//! Profile pictures, for whoever knows their names: a browser's page and the desktop window's ask without a sign-in.

use axum::{
    body::Body,
    extract::{Path, rejection::PathRejection},
    http::header::{CONTENT_LENGTH, CONTENT_TYPE},
    response::{IntoResponse as _, Response},
};
use domain::{AppError, ErrorCode};

use crate::{app::App, service};

/// `GET /pictures/{name}`
pub(super) async fn picture(app: App, name: Result<Path<String>, PathRejection>) -> Response {
    let Ok(Path(name)) = name else { return super::refuse(&AppError::new(ErrorCode::NotFound)) };
    match service::pictures::named(&app, &name).await {
        Ok(Some(picture)) => {
            let headers =
                [(CONTENT_TYPE, "image/jpeg".to_owned()), (CONTENT_LENGTH, picture.meta.size.to_string())];
            (headers, Body::from_stream(picture.into_stream())).into_response()
        }
        Ok(None) => super::refuse(&AppError::new(ErrorCode::NotFound)),
        Err(failure) => super::refuse(&failure.into_reported()),
    }
}
