//! Access tokens: who they were made for. RS256 only, by the pool's own keys, for our own client.
//!
//! The keys are fetched when one is needed, and again when a token names one that isn't among them, but not
//! more often than every half a minute (five seconds while they can't be had): invented names can't have us ask
//! without end.

use std::{collections::HashMap, sync::Arc, time::Duration};

use domain::{ErrorCode, Timestamp, UserId};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use serde::Deserialize;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::{config::CognitoSection, ports::clock::Clock, service::Failure};

/// How long to wait between two fetches of the keys.
const FETCH_EVERY: Duration = Duration::from_secs(30);
/// The same while the last one failed.
const TRY_EVERY: Duration = Duration::from_secs(5);
/// After so long they are fetched anew, so that a key that Cognito dropped is dropped here.
const KEYS_VALIDITY: Duration = Duration::from_hours(24);
/// How far Cognito's clock may be ahead of ours.
const LEEWAY: Duration = Duration::from_mins(1);

/// Whom an access token was made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The person.
    pub user: UserId,
    /// What Cognito calls them, where it wants a name with a token.
    pub username: String,
    /// When the token ends.
    pub expires: Timestamp,
}

/// Verifies access tokens.
pub struct Verifier {
    http: reqwest::Client,
    jwks_url: String,
    issuer: String,
    client_id: String,
    clock: Arc<dyn Clock>,
    keys: Mutex<Keys>,
}

#[derive(Default)]
struct Keys {
    by_id: HashMap<String, DecodingKey>,
    read_at: Option<Timestamp>,
    asked_at: Option<Timestamp>,
}

impl Keys {
    fn failed(&self) -> bool {
        self.asked_at != self.read_at
    }

    fn may_ask(&self, now: Timestamp) -> bool {
        let pause = if self.failed() { TRY_EVERY } else { FETCH_EVERY };
        self.asked_at.is_none_or(|asked| now.since(asked) >= pause)
    }
}

#[derive(Deserialize)]
struct Claims {
    sub: Uuid,
    username: String,
    token_use: String,
    client_id: String,
    exp: i64,
    nbf: Option<i64>,
}

impl Verifier {
    /// One for a pool and a client.
    ///
    /// # Errors
    /// A text when there can be no HTTP client.
    pub fn new(section: &CognitoSection, timeout: Duration, clock: Arc<dyn Clock>) -> Result<Self, String> {
        let http = reqwest::Client::builder().timeout(timeout).redirect(reqwest::redirect::Policy::none());
        Ok(Self {
            http: http.build().map_err(|error| format!("identity.cognito.jwks_url: {error}"))?,
            jwks_url: section.jwks_url.clone(),
            issuer: section.issuer.clone(),
            client_id: section.client_id.clone(),
            clock,
            keys: Mutex::default(),
        })
    }

    /// Whom a token was made for.
    ///
    /// # Errors
    /// `unavailable`, with the reason as cause: a token comes from Cognito itself, so one that doesn't count
    /// is no fault of the person.
    pub async fn verify(&self, token: &str) -> Result<Access, Failure> {
        let access = self.read(token).await;
        access.map_err(|reason| Failure::caused(ErrorCode::Unavailable, format!("access token: {reason}")))
    }

    /// Whether there are keys, asking for them if they were not read a moment ago.
    ///
    /// # Errors
    /// `unavailable`.
    pub async fn ready(&self) -> Result<(), Failure> {
        let mut keys = self.keys.lock().await;
        let now = self.clock.now();
        let fetched = match (keys.may_ask(now), keys.failed()) {
            (true, _) => self.fetch(&mut keys, now).await,
            (false, true) => Err("could not be read a moment ago".to_owned()),
            (false, false) => Ok(()),
        };
        fetched.map_err(|reason| Failure::caused(ErrorCode::Unavailable, format!("JWKS: {reason}")))
    }

    async fn read(&self, token: &str) -> Result<Access, String> {
        let header = decode_header(token).map_err(|error| error.to_string())?;
        let key = self.key(&header.kid.ok_or("names no key")?).await?;
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_issuer(&[&self.issuer]);
        validation.set_required_spec_claims(&["exp", "iss", "sub"]);
        // An access token names its client elsewhere, and the time is the clock's to tell.
        validation.validate_aud = false;
        validation.validate_exp = false;
        let claims = decode::<Claims>(token, &key, &validation).map_err(|error| error.to_string())?.claims;
        self.check(claims)
    }

    fn check(&self, claims: Claims) -> Result<Access, String> {
        let now = self.clock.now();
        let expires = seconds(claims.exp)?;
        if claims.token_use != "access" {
            return Err(format!("is for {}", claims.token_use));
        }
        if claims.client_id != self.client_id {
            return Err("was made for another client".to_owned());
        }
        if expires <= now {
            return Err("has run out".to_owned());
        }
        if seconds(claims.nbf.unwrap_or_default())? > now + LEEWAY {
            return Err("does not count yet".to_owned());
        }
        Ok(Access { user: UserId(claims.sub), username: claims.username, expires })
    }

    async fn key(&self, id: &str) -> Result<DecodingKey, String> {
        let mut keys = self.keys.lock().await;
        let now = self.clock.now();
        let old = keys.read_at.is_none_or(|read| now.since(read) > KEYS_VALIDITY);
        if keys.may_ask(now)
            && (old || !keys.by_id.contains_key(id))
            && let Err(reason) = self.fetch(&mut keys, now).await
        {
            tracing::warn!(reason, "the pool's keys can't be read; those that are known go on counting");
        }
        keys.by_id.get(id).cloned().ok_or_else(|| "names an unknown key".to_owned())
    }

    async fn fetch(&self, keys: &mut Keys, now: Timestamp) -> Result<(), String> {
        keys.asked_at = Some(now);
        let answer = self.http.get(&self.jwks_url).send().await.and_then(reqwest::Response::error_for_status);
        let set: JwkSet = match answer {
            Ok(answer) => answer.json().await.map_err(|error| error.to_string())?,
            Err(error) => return Err(error.to_string()),
        };
        let readable = set
            .keys
            .iter()
            .filter_map(|key| Some((key.common.key_id.clone()?, DecodingKey::from_jwk(key).ok()?)));
        keys.by_id = readable.collect();
        keys.read_at = Some(now);
        Ok(())
    }
}

fn seconds(value: i64) -> Result<Timestamp, String> {
    value.checked_mul(1000).map(Timestamp).ok_or_else(|| "has a time beyond all times".to_owned())
}
