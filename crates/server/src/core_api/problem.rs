//! Errors as problem details (RFC 9457).

use axum::{
    body::Body,
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
    },
    response::{IntoResponse, Response},
};
use domain::{AppError, ErrorCode, Field, Texts, token::Scope};
use serde::Serialize;
use utoipa::ToSchema;

use crate::service::Failure;

/// What a handler answers.
pub(super) type ApiResult<T> = Result<T, ApiError>;

/// A refusal.
#[derive(Debug)]
pub(super) struct ApiError {
    error: AppError,
    detail: Option<String>,
    name_of: fn(Field) -> &'static str,
    missing_scopes: Vec<Scope>,
}

impl ApiError {
    /// The token lacks a scope.
    pub(super) fn missing(scope: Scope) -> Self {
        Self { missing_scopes: vec![scope], ..ErrorCode::MissingScope.into() }
    }

    /// A request that can't be read, and where it is wrong: only ever about what the caller sent.
    pub(super) fn malformed(detail: String) -> Self {
        Self { detail: Some(detail), ..ErrorCode::Malformed.into() }
    }

    /// The same with the names that this resource's fields have in the Core API.
    pub(super) fn naming(self, name_of: fn(Field) -> &'static str) -> Self {
        Self { name_of, ..self }
    }

    /// The same, when the request named a version: then a conflict means that it is no longer the one.
    pub(super) fn given_version(mut self, given: bool) -> Self {
        if given && self.error.code == ErrorCode::Conflict {
            self.error.code = ErrorCode::Changed;
        }
        self
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        Self { error, detail: None, name_of: Field::key, missing_scopes: Vec::new() }
    }
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        AppError::new(code).into()
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        failure.into_reported().into()
    }
}

/// A refusal on the wire.
#[derive(Serialize, ToSchema)]
pub(super) struct Problem {
    /// A page about this kind of problem.
    #[schema(format = "uri-reference", example = "/api/docs#not_found")]
    r#type: String,
    /// What the status means.
    #[schema(example = "Not Found")]
    title: &'static str,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 404)]
    status: u16,
    /// What happened and what to do next.
    detail: String,
    /// The stable name of what went wrong.
    #[schema(value_type = String, example = "not_found")]
    code: ErrorCode,
    /// The fields that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<WrongField>,
    /// The scopes that the token would need.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, value_type = Vec<String>, example = json!(["clients:write"]))]
    missing_scopes: Vec<Scope>,
}

/// One wrong field.
#[derive(Serialize, ToSchema)]
struct WrongField {
    /// Its name in the request.
    #[schema(example = "clientName")]
    field: &'static str,
    /// The stable name of what is wrong with it.
    #[schema(example = "name_too_long")]
    code: &'static str,
    /// What to do about it.
    #[schema(example = "Use at most 64 characters.")]
    detail: &'static str,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let texts = Texts::default();
        let code = self.error.code;
        let status = StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let errors = self.error.fields.iter().map(|wrong| WrongField {
            field: (self.name_of)(wrong.field),
            code: wrong.problem.key(),
            detail: wrong.problem.text(texts),
        });
        let problem = Problem {
            r#type: format!("/api/docs#{}", code.key()),
            title: status.canonical_reason().unwrap_or_default(),
            status: status.as_u16(),
            detail: self.detail.unwrap_or_else(|| self.error.text(texts)),
            code,
            errors: errors.collect(),
            missing_scopes: self.missing_scopes,
        };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            let challenge = if code == ErrorCode::TokenMissing {
                "Bearer realm=\"Core API\""
            } else {
                "Bearer realm=\"Core API\", error=\"invalid_token\""
            };
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if let Some(seconds) = self.error.retry_after {
            headers.insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}
