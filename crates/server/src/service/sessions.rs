//! Sessions: beginning, recognising and ending them.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{ErrorCode, Timestamp, UserId};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

use super::Failure;
use crate::{
    app::App,
    auth::{Caller, CurrentUser},
    store::{self, Connection, sessions::Session},
};

/// How stale "last active" may get: a session in use is written at most this often.
const TOUCH_EVERY: Duration = Duration::from_mins(1);

/// Begins a session for who proved at `asked_at` who they are. Answers its secret, which is nowhere else.
///
/// 256 random bits: ASVS 5.0, 7.2.3 asks for at least 128.
///
/// # Errors
/// `unavailable`.
pub(super) async fn begin(
    app: &App,
    db: &impl Connection,
    caller: &Caller,
    user: UserId,
    asked_at: Timestamp,
) -> Result<SecretString, Failure> {
    let mut bytes = [0; 32];
    app.entropy.fill(&mut bytes);
    let secret = SecretString::from(BASE64_URL_SAFE_NO_PAD.encode(bytes));
    let session = Session {
        id: app.entropy.uuid(),
        secret_hash: hash(secret.expose_secret()),
        user,
        via: caller.via.name(),
        address: caller.address.to_string(),
        user_agent: caller.user_agent.clone(),
        created_at: asked_at,
        expires_at: asked_at + app.config.session.absolute_limit(),
    };
    store::sessions::insert(db, session).await?;
    Ok(secret)
}

/// Who the holder of a session's secret is.
///
/// # Errors
/// `signed_out` when the session is unknown, ended, idle for too long or too old.
pub async fn recognise(app: &App, caller: &Caller, secret: &str) -> Result<CurrentUser, Failure> {
    let now = app.now();
    let idle_since = now - app.config.session.idle_limit();
    let db = app.database.connection();
    let session =
        store::sessions::find_live(db, &hash(secret), now, idle_since).await?.ok_or(ErrorCode::SignedOut)?;
    if now.since(session.last_seen_at) >= TOUCH_EVERY {
        store::sessions::touch(db, session.id, now).await?;
    }
    let actor = caller.acting_as(session.user, session.email);
    Ok(CurrentUser { actor, session: session.id, proved_at: session.proved_at })
}

/// Ends the session with this secret, if there is one.
///
/// # Errors
/// `unavailable`.
pub(super) async fn end_by_secret(db: &impl Connection, secret: &SecretString) -> Result<(), Failure> {
    Ok(store::sessions::delete_by_secret(db, &hash(secret.expose_secret())).await?)
}

/// The stored form of a secret. It is random and long, so a plain hash will do.
fn hash(secret: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(secret))
}
