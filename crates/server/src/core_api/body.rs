//! Reading requests: ids in paths, JSON in bodies, and the key of a request that may come twice.

use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequest, FromRequestParts, Path, Request},
    http::{HeaderMap, header::CONTENT_TYPE, request::Parts},
};
use domain::ErrorCode;
use serde::de::DeserializeOwned;
use utoipa::{
    IntoParams,
    openapi::{
        ObjectBuilder, Required, Type,
        path::{Parameter, ParameterBuilder, ParameterIn},
    },
};

use super::problem::ApiError;
use crate::{http::BODY_LIMIT, service::idempotency::IdempotencyKey};

/// Names a request that may come twice.
pub(super) const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
/// The most characters of such a name.
const KEY_MAX: usize = 255;

/// Ids in a path. One that can't be an id names nothing that is there.
pub(super) struct Ids<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Ids<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let ids = Path::from_request_parts(parts, state).await;
        ids.map(|Path(ids)| Self(ids)).map_err(|_| ErrorCode::NotFound.into())
    }
}

/// A body in JSON. Unknown and repeated fields are refused, so that a slip is seen.
pub(super) struct JsonBody<T> {
    /// What it says.
    pub(super) value: T,
    bytes: Bytes,
    key: Option<String>,
}

impl<T> JsonBody<T> {
    /// The key that the client chose for this request to `operation`, if any.
    pub(super) fn key(&self, operation: &str) -> Option<IdempotencyKey> {
        self.key.as_ref().map(|key| IdempotencyKey::new(operation, key, &self.bytes))
    }

    /// The same for an operation that takes no request without one.
    ///
    /// # Errors
    /// `malformed`.
    pub(super) fn needed_key(&self, operation: &str) -> Result<IdempotencyKey, ApiError> {
        let missing =
            || ApiError::malformed(format!("{IDEMPOTENCY_KEY}: name the report, so that it counts once."));
        self.key(operation).ok_or_else(missing)
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ErrorCode::UnsupportedMediaType.into());
        }
        let key = chosen_key(request.headers())?;
        let bytes = to_bytes(request.into_body(), BODY_LIMIT).await;
        let bytes = bytes.map_err(|_| ApiError::from(ErrorCode::TooLarge))?;
        // An array of its fields' values would be read as well, which the document does not say.
        if bytes.trim_ascii_start().first() != Some(&b'{') {
            return Err(ApiError::malformed("The body is no JSON object.".to_owned()));
        }
        let value = serde_json::from_slice(&bytes)
            .map_err(|error| ApiError::malformed(format!("The body can't be read: {error}.")))?;
        Ok(Self { value, bytes, key })
    }
}

/// The key that the client chose for a request without a body.
pub(super) struct ChosenKey(Option<String>);

impl ChosenKey {
    /// The key for this request to `operation`, if there is one.
    pub(super) fn key(&self, operation: &str) -> Option<IdempotencyKey> {
        self.0.as_ref().map(|key| IdempotencyKey::new(operation, key, &[]))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ChosenKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        chosen_key(&parts.headers).map(Self)
    }
}

/// A request that may come twice and acts once, for the document: the header that [`JsonBody`] and
/// [`ChosenKey`] read.
pub(super) struct Repeatable;

impl IntoParams for Repeatable {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![key_parameter(Required::False)]
    }
}

/// A request that has to be named, for the document.
pub(super) struct Named;

impl IntoParams for Named {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![key_parameter(Required::True)]
    }
}

fn key_parameter(required: Required) -> Parameter {
    let key = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(KEY_MAX))
        .pattern(Some("^[ -~]+$"));
    let about = "A name for this request. Sent again with it within 24 hours, nothing is made anew.";
    ParameterBuilder::new()
        .name(IDEMPOTENCY_KEY)
        .parameter_in(ParameterIn::Header)
        .required(required)
        .description(Some(about))
        .schema(Some(key))
        .example(Some("order-1842".into()))
        .build()
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn chosen_key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(key) = headers.get(IDEMPOTENCY_KEY) else {
        return Ok(None);
    };
    let key = key.to_str().unwrap_or_default();
    if key.is_empty() || key.len() > KEY_MAX {
        let wanted = format!("{IDEMPOTENCY_KEY}: use 1 to {KEY_MAX} visible ASCII characters.");
        return Err(ApiError::malformed(wanted));
    }
    Ok(Some(key.to_owned()))
}
