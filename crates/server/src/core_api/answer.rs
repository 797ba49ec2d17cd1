//! What answers have in common: the documented envelope, times, pages and versions.

use axum::{
    extract::FromRequestParts,
    http::{
        HeaderValue,
        header::{ETAG, IF_MATCH},
        request::Parts,
    },
    response::{IntoResponse, IntoResponseParts, Response, ResponseParts},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    AppError, Field, Problem, Timestamp,
    organisation::{Cursor, Role},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{
        ArrayBuilder, ObjectBuilder, RefOr, Required, Schema, Type,
        path::{Parameter, ParameterBuilder, ParameterIn},
    },
};
use uuid::Uuid;

use super::problem::ApiError;
use crate::{app::App, service::PAGE_SIZE};

/// The most items of a page.
const LIMIT_MAX: u64 = 100;

/// `"Success"`, as every documented answer says it.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(super) enum Message {
    Success,
}

/// An answer that says nothing else.
#[derive(Serialize, ToSchema)]
pub(super) struct Done {
    message: Message,
}

/// The answer after something is done that leaves nothing to show.
pub(super) const DONE: axum::Json<Done> = axum::Json(Done { message: Message::Success });

/// Where a picture with this name is.
pub(super) fn picture_url(app: &App, name: &str) -> String {
    format!("{}/pictures/{name}", app.config.server.public_url)
}

/// A time as ISO 8601 with milliseconds, in UTC.
#[derive(Clone, Copy, Debug, ToSchema)]
#[schema(value_type = String, format = DateTime, example = "2026-11-22T12:00:00.000Z")]
pub(super) struct Moment(pub(super) Timestamp);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.iso())
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let moment = OffsetDateTime::parse(&text, &Rfc3339)
            .map_err(|_| D::Error::custom("expected a time such as 2026-11-22T12:00:00Z"))?;
        Ok(Self(Timestamp(moment.unix_timestamp() * 1000 + i64::from(moment.millisecond()))))
    }
}

/// The roles that somebody has: an owner is an admin too.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Roles(&'static [Role]);

impl From<Role> for Roles {
    fn from(role: Role) -> Self {
        Self(role.roles())
    }
}

/// The roles that somebody is to have; the highest counts.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct WantedRoles(Vec<Role>);

impl WantedRoles {
    /// The role that is meant.
    ///
    /// # Errors
    /// Names [`Field::Role`] when there is none.
    pub(super) fn highest(&self) -> Result<Role, AppError> {
        let highest = self.0.iter().max().copied();
        highest.ok_or_else(|| AppError::field(Field::Role, Problem::Required))
    }
}

impl ToSchema for Roles {}

impl PartialSchema for Roles {
    fn schema() -> RefOr<Schema> {
        list_of_roles(&[Role::Owner, Role::Admin]).into()
    }
}

impl ToSchema for WantedRoles {}

impl PartialSchema for WantedRoles {
    fn schema() -> RefOr<Schema> {
        list_of_roles(&[Role::Admin]).description(Some("The highest of them counts.")).into()
    }
}

fn list_of_roles(example: &[Role]) -> ArrayBuilder {
    let role = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(Role::ALL.iter().map(|role| role.key())));
    ArrayBuilder::new().items(role).min_items(Some(1)).examples(serde_json::to_value(example))
}

/// Which page of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Paging {
    /// How many items, at most.
    #[param(minimum = 1, maximum = 100, default = 50, required = false)]
    pub(super) limit: u64,
    /// `nextCursor` of the page before.
    #[param(value_type = String, pattern = "^[A-Za-z0-9_-]{32}$", required = false)]
    pub(super) cursor: Option<Cursor>,
}

#[derive(Default, Deserialize)]
struct PagingQuery {
    limit: Option<String>,
    cursor: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let query = parts.uri.query().unwrap_or_default();
        let query: PagingQuery = serde_urlencoded::from_str(query)
            .map_err(|error| ApiError::malformed(format!("The query can't be read: {error}.")))?;
        let limit = query.limit.map_or(Ok(PAGE_SIZE), |limit| {
            let limit = limit.parse().ok().filter(|limit| (1..=LIMIT_MAX).contains(limit));
            limit.ok_or_else(|| AppError::field(Field::Limit, Problem::LimitRange))
        })?;
        let cursor = query.cursor.map(|cursor| {
            read_cursor(&cursor).ok_or_else(|| AppError::field(Field::Cursor, Problem::CursorForm))
        });
        Ok(Self { limit, cursor: cursor.transpose()? })
    }
}

/// A place in a list in letters that mean nothing to anybody else.
pub(super) fn write_cursor(cursor: Cursor) -> String {
    let mut bytes = [0; 24];
    bytes[..8].copy_from_slice(&cursor.at.0.to_be_bytes());
    bytes[8..].copy_from_slice(cursor.id.as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let bytes: [u8; 24] = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
    let (at, id) = bytes.split_first_chunk::<8>()?;
    Some(Cursor { at: Timestamp(i64::from_be_bytes(*at)), id: Uuid::from_slice(id).ok()? })
}

/// The version of what an answer shows, as its ETag.
pub(super) struct Version(pub(super) i64);

impl IntoResponseParts for Version {
    type Error = std::convert::Infallible;

    fn into_response_parts(self, mut response: ResponseParts) -> Result<ResponseParts, Self::Error> {
        if let Ok(tag) = HeaderValue::from_str(&format!("\"v{}\"", self.0)) {
            response.headers_mut().insert(ETAG, tag);
        }
        Ok(response)
    }
}

impl IntoResponse for Version {
    fn into_response(self) -> Response {
        (self, ()).into_response()
    }
}

/// The version that a change is meant for, if the request names one (`If-Match`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct IfMatch(pub(super) Option<i64>);

/// A version that nothing ever has: what a tag that isn't ours is read as.
const NO_VERSION: i64 = -1;

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let tag = ObjectBuilder::new().schema_type(Type::String);
        let parameter = ParameterBuilder::new()
            .name("If-Match")
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some("Change it only if this is still its version: the `ETag` that came with it."))
            .schema(Some(tag))
            .example(Some("\"v1\"".into()));
        vec![parameter.build()]
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let wanted = parts.headers.get(IF_MATCH).map(|tag| tag.to_str().unwrap_or_default().trim());
        Ok(Self(wanted.filter(|tag| *tag != "*").map(|tag| {
            let version = tag.strip_prefix("\"v").and_then(|tag| tag.strip_suffix('"'));
            version.and_then(|version| version.parse().ok()).unwrap_or(NO_VERSION)
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_the_way_through_a_cursor() {
        let place = Cursor { at: Timestamp(1_795_305_600_000), id: Uuid::from_u128(7) };
        assert_eq!(read_cursor(&write_cursor(place)), Some(place));
        for wrong in ["", "a", "ä", "AAAA", &"A".repeat(200)] {
            assert_eq!(read_cursor(wrong), None, "{wrong}");
        }
    }
}
