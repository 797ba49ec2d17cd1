//! Who asks: the user token in `Authorization`, checked once a request, before any handler.

use std::{marker::PhantomData, net::IpAddr, sync::Arc};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue,
        header::{AUTHORIZATION, USER_AGENT},
        request::Parts,
    },
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::{AppError, ErrorCode, Locale, UserId, token::Scope};

use super::problem::ApiError;
use crate::{
    app::App,
    auth::{Actor, CLIENT_MAX, address},
    language,
    service::keys::{Allowance, Known, KnownToken},
};

/// The window that a token's requests are counted in, in seconds.
const WINDOW: u32 = 60;

static RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
static RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// A request whose token works.
#[derive(Clone)]
struct Admitted {
    token: Arc<Known<KnownToken>>,
    address: IpAddr,
}

/// The layer: lets requests in whose token works, from where it may be used, as often as it may.
pub(super) async fn authenticate(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let admitted = match admit(&app, &parts).await {
        Ok(admitted) => admitted,
        Err(error) => return error.into_response(),
    };
    let allowance = admitted.token.key.meter.allow();
    let mut response = if let Some(wait) = allowance.wait {
        let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
        let error = AppError { retry_after: Some(seconds), ..AppError::new(ErrorCode::RateLimited) };
        ApiError::from(error).into_response()
    } else {
        app.keys.count(
            &admitted.token.key,
            app.now(),
            admitted.address,
            client(parts.headers.get(USER_AGENT)),
        );
        parts.extensions.insert(admitted);
        next.run(Request::from_parts(parts, body)).await
    };
    tell(&allowance, response.headers_mut());
    response
}

async fn admit(app: &App, parts: &Parts) -> Result<Admitted, ApiError> {
    let value = credential(&parts.headers).ok_or(ErrorCode::TokenMissing)?;
    let token = app.keys.token(app, value).await?;
    token.key.check(app.now())?;
    let address = address(app, parts);
    if !token.key.admits(address) {
        return Err(ErrorCode::NetworkNotAllowed.into());
    }
    Ok(Admitted { token, address })
}

/// The token as it is, as the documentation sends it, or after `Bearer`.
pub(super) fn credential(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?.trim();
    let bare = match value.split_at_checked(7) {
        Some((scheme, bare)) if scheme.eq_ignore_ascii_case("bearer ") => bare.trim_start(),
        _ => value,
    };
    Some(bare).filter(|bare| !bare.is_empty())
}

/// A program's name for itself, as much of it as is kept.
fn client(name: Option<&HeaderValue>) -> &str {
    let name = name.and_then(|name| name.to_str().ok()).unwrap_or_default();
    // Header values that are text are ASCII, so any byte is the end of a character.
    name.get(..CLIENT_MAX).unwrap_or(name)
}

/// How many requests are left (draft-ietf-httpapi-ratelimit-headers).
fn tell(allowance: &Allowance, headers: &mut HeaderMap) {
    let Allowance { quota, left, .. } = *allowance;
    // When all of them are back again.
    let seconds = u64::from(quota - left.min(quota)) * u64::from(WINDOW);
    let seconds = seconds.div_ceil(u64::from(quota));
    let fields = [
        (&RATE_LIMIT_POLICY, format!("\"default\";q={quota};w={WINDOW}")),
        (&RATE_LIMIT, format!("\"default\";r={left};t={seconds}")),
    ];
    for (name, value) in fields {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name.clone(), value);
        }
    }
}

/// What an operation asks of a token, as a type, so that it stands in the handler's signature.
pub(super) trait Need: Send + Sync {
    /// The scope, if any.
    const SCOPE: Option<Scope>;
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident = $scope:expr,)*) => {
        $($(#[$doc])* pub(super) struct $name; impl Need for $name { const SCOPE: Option<Scope> = $scope; })*
    };
}

needs! {
    /// Any token that works.
    Anything = None,
    /// `profile:read`
    ProfileRead = Some(Scope::ProfileRead),
    /// `profile:write`
    ProfileWrite = Some(Scope::ProfileWrite),
    /// `clients:read`
    ClientsRead = Some(Scope::ClientsRead),
    /// `clients:write`
    ClientsWrite = Some(Scope::ClientsWrite),
    /// `notifications:read`
    NotificationsRead = Some(Scope::NotificationsRead),
}

/// A request that may do what `N` stands for.
pub(super) struct Access<N> {
    admitted: Admitted,
    client: Option<HeaderValue>,
    locale: Locale,
    need: PhantomData<N>,
}

impl<N> Access<N> {
    /// The token.
    pub(super) fn token(&self) -> &KnownToken {
        &self.admitted.token.key
    }

    /// Whose it is.
    pub(super) fn user(&self) -> UserId {
        self.token().user
    }

    /// The person in whose name something is done.
    pub(super) fn actor(self) -> Actor {
        Actor {
            id: self.user(),
            email: self.token().email.clone(),
            address: self.admitted.address,
            user_agent: client(self.client.as_ref()).to_owned(),
            locale: self.locale,
        }
    }
}

impl<S: Send + Sync, N: Need> FromRequestParts<S> for Access<N> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let admitted = parts.extensions.get::<Admitted>().ok_or(ErrorCode::TokenMissing)?;
        if let Some(scope) = N::SCOPE
            && !admitted.token.key.scopes.allow(scope)
        {
            return Err(ApiError::missing(scope));
        }
        let client = parts.headers.get(USER_AGENT).cloned();
        let locale = language::wanted(&parts.headers);
        Ok(Self { admitted: admitted.clone(), client, locale, need: PhantomData })
    }
}
