//! A person's data as a file, for nobody but them.

use axum::{
    body::Body,
    extract::{Path, rejection::PathRejection},
    http::{
        HeaderName, Method,
        header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
};
use domain::{
    AppError, ErrorCode,
    account::{Export, ExportId},
};
use uuid::Uuid;

use crate::{
    app::App,
    auth::CurrentUser,
    service::{Failure, export},
};

/// `GET /settings/account/exports/{id}.zip`
pub(super) async fn archive(
    app: App,
    user: CurrentUser,
    method: Method,
    file: Result<Path<String>, PathRejection>,
) -> Response {
    let id = file.ok().and_then(|Path(file)| Uuid::try_parse(file.strip_suffix(".zip")?).ok());
    let Some(id) = id else { return super::refuse(&AppError::new(ErrorCode::NotFound)) };
    match answer(&app, &user, ExportId(id), method == Method::HEAD).await {
        Ok(response) => response,
        Err(failure) => super::refuse(&failure.into_reported()),
    }
}

async fn answer(app: &App, user: &CurrentUser, id: ExportId, head: bool) -> Result<Response, Failure> {
    // Who only asks what there is has not had it.
    if head {
        let export = export::ready(app, user, id).await?;
        return Ok((headers(&export), Body::empty()).into_response());
    }
    let download = export::download(app, user, id).await?;
    Ok((headers(&download.export), Body::from_stream(download.bytes)).into_response())
}

fn headers(export: &Export) -> [(HeaderName, String); 3] {
    let name = format!("personal-settings-{}.zip", export.requested_at.iso_date());
    [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CONTENT_LENGTH, export.size.unwrap_or_default().to_string()),
    ]
}
