//! The signed-in person, recognised by cookie or desktop bearer.

use std::ops::Deref;

use axum::{
    Json,
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{ErrorCode, Timestamp};
use secrecy::SecretString;
use uuid::Uuid;

use super::{Actor, Caller};
use crate::{
    app::App,
    http::problem,
    ports::identity::{Identity, Requester},
    service::{self, Failure},
    store::sessions::SealedGrant,
};

/// The signed-in person. Use cases that no token may enter take this one.
#[derive(Clone, Debug)]
pub struct CurrentUser {
    /// Who.
    pub actor: Actor,
    /// The session they came with.
    pub session: Uuid,
    /// When they last proved in this session who they are.
    pub proved_at: Timestamp,
    /// What the identity provider gave with the sign-in, sealed for the session.
    pub grant: Option<SealedGrant>,
    /// What this browser or desktop app was given as a device.
    pub device_secrets: Vec<SecretString>,
}

impl Deref for CurrentUser {
    type Target = Actor;

    fn deref(&self) -> &Actor {
        &self.actor
    }
}

impl CurrentUser {
    /// The person as the identity provider knows them.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity { user: self.id, email: self.email.clone() }
    }

    /// Who asks for a new password. Their session goes on.
    #[must_use]
    pub fn requester(&self) -> Requester {
        Requester {
            session: Some(self.session),
            address: self.address.to_string(),
            user_agent: self.user_agent.clone(),
            locale: self.locale,
        }
    }

    /// Recognises the person once a request: a page asks for them in several places.
    async fn of(parts: &mut Parts) -> Result<Self, Failure> {
        if let Some(user) = parts.extensions.get::<Self>() {
            return Ok(user.clone());
        }
        let (app, caller, secret) = presented(parts).await?;
        let user = service::sessions::recognise(&app, &caller, &secret).await?;
        parts.extensions.insert(user.clone());
        Ok(user)
    }
}

/// The session's secret that a request holds, and who sends it.
async fn presented(parts: &mut Parts) -> Result<(App, Caller, SecretString), Failure> {
    let app = App::of(parts);
    let Ok(caller) = Caller::from_request_parts(parts, &()).await;
    let secret = caller.session_secret.clone().ok_or(ErrorCode::SignedOut)?;
    Ok((app, caller, secret))
}

/// The signed-in person, asked for by a window that is open and not by what somebody does in it: it does not keep the
/// session from being idle.
#[derive(Clone, Debug)]
pub struct OpenWindow(pub CurrentUser);

impl OpenWindow {
    async fn of(parts: &mut Parts) -> Result<Self, Failure> {
        let (app, caller, secret) = presented(parts).await?;
        Ok(Self(service::sessions::recognise_window(&app, &caller, &secret).await?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for OpenWindow {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Self::of(parts).await.map_err(Rejection)
    }
}

/// Nobody is signed in, told as a server function's client expects it.
pub struct Rejection(Failure);

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let error = self.0.into_reported();
        let status = StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::UNAUTHORIZED);
        (status, Json(problem(&error))).into_response()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Self::of(parts).await.map_err(Rejection)
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for CurrentUser {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        match Self::of(parts).await {
            Ok(user) => Ok(Some(user)),
            Err(failure) if failure.error().code == ErrorCode::SignedOut => Ok(None),
            Err(failure) => Err(Rejection(failure)),
        }
    }
}
