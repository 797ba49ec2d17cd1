//! `POST /introspect`: whether a token works, for the operator's own services (RFC 7662).

use axum::{Json, body::to_bytes, extract::Request, http::header::CONTENT_TYPE};
use domain::ErrorCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    access::credential,
    problem::{ApiError, ApiResult},
};
use crate::{
    app::App,
    auth::address,
    http::BODY_LIMIT,
    service::{self, keys::KnownToken},
};

/// Which token.
#[derive(Deserialize, ToSchema)]
pub(super) struct Introspect {
    /// Its value.
    #[schema(example = "u-your-token")]
    token: String,
    /// Read by nobody: there is one kind of token.
    #[schema(nullable = false, example = "user_token")]
    #[serde(default, rename = "token_type_hint")]
    _token_type_hint: Option<String>,
}

/// What a service learns. A token that does not work, or never was one, is `{"active":false}`.
#[derive(Serialize, ToSchema)]
pub(super) struct Introspection {
    active: bool,
    /// What it may do, separated by spaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "full")]
    scope: Option<String>,
    /// The person: their user id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    sub: Option<Uuid>,
    /// The address they sign in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "ada@example.com")]
    username: Option<String>,
    /// The token's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    jti: Option<Uuid>,
    /// When it was made: seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = 1_795_305_600)]
    iat: Option<i64>,
    /// When it ends: seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = 1_803_081_600)]
    exp: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "user_token")]
    token_type: Option<&'static str>,
    /// Networks (CIDR) that it works from. The service checks its caller's address against them; there
    /// are none if it works from everywhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, example = json!(["192.0.2.0/24"]))]
    allowed_networks: Vec<String>,
}

impl Introspection {
    const INACTIVE: Self = Self {
        active: false,
        scope: None,
        sub: None,
        username: None,
        jti: None,
        iat: None,
        exp: None,
        token_type: None,
        allowed_networks: Vec::new(),
    };

    fn of(token: &KnownToken) -> Self {
        Self {
            active: true,
            scope: Some(token.scopes.names()),
            sub: Some(token.user.0),
            username: Some(token.email.clone()),
            jti: Some(token.id.0),
            iat: Some(token.created_at.0.div_euclid(1000)),
            exp: token.end.ends_at().map(|at| at.0.div_euclid(1000)),
            token_type: Some("user_token"),
            allowed_networks: token.networks().iter().map(ToString::to_string).collect(),
        }
    }
}

/// Says whether a token works.
///
/// For the operator's own services (RFC 7662). The question counts as a use of the token.
#[utoipa::path(
    post,
    path = "/introspect",
    tag = "Tokens",
    operation_id = "introspect",
    request_body(content = Introspect, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "Whether it works.", body = Introspection)),
    security(("service" = []))
)]
pub(super) async fn introspect(app: App, request: Request) -> ApiResult<Json<Introspection>> {
    let (parts, body) = request.into_parts();
    let value = credential(&parts.headers).ok_or(ErrorCode::TokenMissing)?;
    let service = app.keys.service(&app, value).await?;
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.trim_start().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
        return Err(ErrorCode::UnsupportedMediaType.into());
    }
    let body = to_bytes(body, BODY_LIMIT).await.map_err(|_| ApiError::from(ErrorCode::TooLarge))?;
    let asked: Introspect = serde_urlencoded::from_bytes(&body)
        .map_err(|error| ApiError::malformed(format!("The body can't be read: {error}.")))?;
    let from = address(&app, &parts);
    let found = service::introspection::introspect(&app, &service.key, from, &asked.token).await?;
    Ok(Json(found.map_or(Introspection::INACTIVE, |known| Introspection::of(&known.key))))
}
