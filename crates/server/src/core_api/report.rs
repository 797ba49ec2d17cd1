//! `POST /tokens/report`: for who finds a token where it should not be.

use axum::{Json, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    answer::{DONE, Done},
    body::JsonBody,
    problem::ApiResult,
};
use crate::{app::App, auth::Caller, service};

/// What was found.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Report {
    /// The string that looks like a token.
    #[schema(example = "u-your-token")]
    token: String,
}

/// Reports a leaked token.
///
/// If it is one, it is revoked at once and its owner gets a mail. The answer is the same for any string.
#[utoipa::path(
    post,
    path = "/tokens/report",
    tag = "Tokens",
    operation_id = "reportToken",
    request_body = Report,
    responses((status = 202, description = "Thank you.", body = Done)),
    security(())
)]
pub(super) async fn report_token(
    app: App,
    caller: Caller,
    body: JsonBody<Report>,
) -> ApiResult<(StatusCode, Json<Done>)> {
    service::tokens::report(&app, caller.address, &body.value.token).await?;
    Ok((StatusCode::ACCEPTED, DONE))
}
