//! Sessions: beginning, recognising, listing and ending them.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    ErrorCode, Timestamp, UserId,
    security::{SecurityEventKind, SessionId, SessionSummary},
};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Failure, notifications, programs::program_name, step_up};
use crate::{
    app::App,
    auth::{Caller, CurrentUser, Via},
    jobs::{self, Message},
    ports::identity::{Grant, Proof, Renewal},
    secrets::Sealed,
    store::{
        self, Connection,
        security_events::SecurityEvent,
        sessions::{Ended, LiveSession, SealedGrant, Session},
    },
};

/// How stale "last active" may get: a session in use is written at most this often.
const TOUCH_EVERY: Duration = Duration::from_mins(1);
/// How long one request has for renewing a grant before another tries; also the pause after a failure.
const RENEWAL: Duration = Duration::from_mins(1);
/// What grants are sealed for.
const GRANT: &str = "grant";

/// Begins a session for who proved at `asked_at` who they are. Answers its secret, which is nowhere else.
///
/// # Errors
/// `unavailable`.
pub(super) async fn begin(
    app: &App,
    db: &impl Connection,
    caller: &Caller,
    proof: &Proof,
    asked_at: Timestamp,
) -> Result<SecretString, Failure> {
    let secret = new_secret(app);
    let id = app.entropy.uuid();
    let session = Session {
        id,
        secret_hash: hash(&secret),
        user: proof.identity.user,
        via: caller.via.name(),
        address: caller.address.to_string(),
        user_agent: caller.user_agent.clone(),
        created_at: asked_at,
        expires_at: asked_at + app.config.session.absolute_limit(),
        grant: proof.grant.as_ref().map(|grant| seal(app, id, grant)),
    };
    store::sessions::insert(db, session).await?;
    Ok(secret)
}

/// A secret that nobody can guess: 256 random bits, where ASVS 5.0, 7.2.3 asks for 128.
pub(super) fn new_secret(app: &App) -> SecretString {
    let mut bytes = [0; 32];
    app.entropy.fill(&mut bytes);
    SecretString::from(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// The stored form of a secret. It is random and long, so a plain hash will do.
#[must_use]
pub fn hash(secret: &SecretString) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(secret.expose_secret()))
}

/// Who the holder of a session's secret is. It counts as a use of the session.
///
/// # Errors
/// `signed_out` when the session is unknown, ended, idle for too long or too old, or when the identity
/// provider ended it.
pub async fn recognise(app: &App, caller: &Caller, secret: &SecretString) -> Result<CurrentUser, Failure> {
    let session = known(app, caller, secret).await?;
    let now = app.now();
    if now.since(session.last_seen_at) >= TOUCH_EVERY {
        store::sessions::touch(app.database.connection(), session.id, now).await?;
    }
    still_granted(app, caller, session).await
}

/// The same for what an open window asks by itself, again and again: it does not count as a use, or a window that
/// nobody looks at would never let its session end.
///
/// # Errors
/// As [`recognise`].
pub async fn recognise_window(
    app: &App,
    caller: &Caller,
    secret: &SecretString,
) -> Result<CurrentUser, Failure> {
    let session = known(app, caller, secret).await?;
    still_granted(app, caller, session).await
}

/// The session with this secret, if it goes on.
async fn known(app: &App, caller: &Caller, secret: &SecretString) -> Result<LiveSession, Failure> {
    let now = app.now();
    let idle_since = now - app.config.session.idle_limit();
    let db = app.database.connection();
    let session = store::sessions::find_live(db, &hash(secret), caller.via.name(), now, idle_since).await?;
    session.ok_or_else(|| ErrorCode::SignedOut.into())
}

/// Whose session it is, if the identity provider stands by it.
async fn still_granted(app: &App, caller: &Caller, mut session: LiveSession) -> Result<CurrentUser, Failure> {
    if let Some(grant) = session.grant.take() {
        session.grant = renew_if_due(app, &session, grant).await?;
    }
    let actor = caller.acting_as(session.user, session.email);
    Ok(CurrentUser {
        actor,
        session: session.id,
        proved_at: session.proved_at,
        grant: session.grant,
        device_secrets: caller.device_secrets.clone(),
    })
}

/// Whether a session that was recognised goes on. It does not count as a use of it.
///
/// # Errors
/// `unavailable`.
pub(super) async fn lasts(app: &App, db: &impl Connection, session: Uuid) -> Result<bool, Failure> {
    let now = app.now();
    let idle_since = now - app.config.session.idle_limit();
    Ok(store::sessions::is_live(db, session, now, idle_since).await?)
}

/// Asks the identity provider now and then whether the account may still be used. While it can't be reached
/// the session goes on: its own limits hold anyway.
async fn renew_if_due(
    app: &App,
    session: &LiveSession,
    grant: SealedGrant,
) -> Result<Option<SealedGrant>, Failure> {
    let (now, db) = (app.now(), app.database.connection());
    if grant.renew_at > now
        || !store::sessions::claim_renewal(db, session.id, grant.renew_at, now + RENEWAL).await?
    {
        return Ok(Some(grant));
    }
    let Ok(opened) = open(app, session.id, &grant) else {
        // Its key is gone: nobody can tell any more whether the provider still stands by it.
        store::sessions::end_one(db, session.user, session.id).await?;
        return Err(ErrorCode::SignedOut.into());
    };
    match app.identity.renew(session.user, &opened).await {
        Ok(Renewal::Renewed(renewed)) => {
            let renewed = renewed.map(|renewed| seal(app, session.id, &renewed));
            store::sessions::set_grant(db, session.id, renewed.clone()).await?;
            Ok(renewed)
        }
        Ok(Renewal::Gone) => {
            store::sessions::end_one(db, session.user, session.id).await?;
            Err(ErrorCode::SignedOut.into())
        }
        Err(failure) => {
            tracing::warn!(%failure, "a sign-in could not be renewed; the next try is in a minute");
            Ok(Some(grant))
        }
    }
}

/// The grant of the session that asks, if it has one.
///
/// # Errors
/// `internal` when it was sealed with a key that is not known any more.
pub(super) fn grant_of(app: &App, user: &CurrentUser) -> Result<Option<Grant>, Failure> {
    user.grant.as_ref().map(|grant| open(app, user.session, grant)).transpose()
}

/// Keeps a new grant for a session; the one before is ended.
///
/// # Errors
/// `unavailable`.
pub(super) async fn keep_grant(
    app: &App,
    db: &impl Connection,
    user: &CurrentUser,
    grant: Option<Grant>,
) -> Result<(), Failure> {
    let Some(grant) = grant else { return Ok(()) };
    store::sessions::set_grant(db, user.session, Some(seal(app, user.session, &grant))).await?;
    let before = user.grant.iter().map(|grant| (user.session, grant.sealed.clone()));
    revoke_later(app, db, before).await
}

/// In how many places the person is signed in.
///
/// # Errors
/// `unavailable`.
pub(super) async fn count(app: &App, user: &CurrentUser) -> Result<u64, Failure> {
    let now = app.now();
    let idle_since = now - app.config.session.idle_limit();
    Ok(store::sessions::count(app.database.connection(), user.id, now, idle_since).await?)
}

/// Where the person is signed in, this session first.
///
/// # Errors
/// `unavailable`.
pub async fn list(app: &App, user: &CurrentUser) -> Result<Vec<SessionSummary>, Failure> {
    let now = app.now();
    let idle_since = now - app.config.session.idle_limit();
    let sessions = store::sessions::list(app.database.connection(), user.id, now, idle_since).await?;
    let summary = |session: store::sessions::ListedSession| SessionSummary {
        id: SessionId(session.id),
        client: program_name(&session.user_agent),
        desktop: session.via == Via::Desktop.name(),
        address: session.address,
        signed_in_at: session.created_at,
        last_active_at: session.last_seen_at,
        current: session.id == user.session,
    };
    let mut sessions: Vec<_> = sessions.into_iter().map(summary).collect();
    sessions.sort_by_key(|session| !session.current);
    Ok(sessions)
}

/// Ends one of the person's other sessions, from its next request on. It takes a fresh proof (ASVS 5.0,
/// 7.5.2): whoever got hold of one session shall not throw the owner out of the others.
///
/// # Errors
/// `step_up`; `not_found`, also for the session that asks: it logs out.
pub async fn end_one(app: &App, user: &CurrentUser, id: SessionId) -> Result<(), Failure> {
    step_up::require(app, user)?;
    if id.0 == user.session {
        return Err(ErrorCode::NotFound.into());
    }
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let ended = store::sessions::end_one(db, user.id, id.0).await?.ok_or(ErrorCode::NotFound)?;
    let event = user.event(app, SecurityEventKind::SessionEnded).about(&program_name(&ended.user_agent));
    store::security_events::insert(db, event).await?;
    revoke_grants_of(app, db, [ended]).await?;
    transaction.commit().await?;
    app.wake_worker();
    notifications::look(app, user.id).await;
    Ok(())
}

/// Ends all of the person's sessions but this one.
///
/// # Errors
/// `step_up`.
pub async fn end_others(app: &App, user: &CurrentUser) -> Result<(), Failure> {
    end_all(app, user, Some(user.session)).await
}

/// Ends all of the person's sessions.
///
/// # Errors
/// `step_up`.
pub async fn end_everywhere(app: &App, user: &CurrentUser) -> Result<(), Failure> {
    end_all(app, user, None).await
}

async fn end_all(app: &App, user: &CurrentUser, keep: Option<Uuid>) -> Result<(), Failure> {
    step_up::require(app, user)?;
    end_and_note(app, user.event(app, SecurityEventKind::SessionsEnded), keep).await
}

/// Ends all of a person's sessions, by an administrator.
///
/// # Errors
/// `unavailable`.
pub async fn end_as_admin(app: &App, user: UserId) -> Result<(), Failure> {
    let kind = SecurityEventKind::SessionsEnded;
    end_and_note(app, SecurityEvent::of_ours(app.entropy.uuid(), user, kind, app.now()), None).await
}

async fn end_and_note(app: &App, event: SecurityEvent, keep: Option<Uuid>) -> Result<(), Failure> {
    let user = event.user;
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    end_all_of(app, db, event.user, event.at, keep).await?;
    store::security_events::insert(db, event).await?;
    transaction.commit().await?;
    app.wake_worker();
    notifications::look(app, user).await;
    Ok(())
}

/// Ends every session that began until then, but `keep`, with what they hold at the identity provider; and
/// every sign-in that waits for its second step. After the commit the person's windows are to look
/// ([`notifications::look`]): those of ended sessions close.
///
/// # Errors
/// `unavailable`.
pub(super) async fn end_all_of(
    app: &App,
    db: &impl Connection,
    user: UserId,
    until: Timestamp,
    keep: Option<Uuid>,
) -> Result<(), Failure> {
    // First, since it locks the person.
    let ended = store::sessions::end_all(db, user, until, keep).await?;
    store::pending_sign_ins::end_all(db, user).await?;
    revoke_grants_of(app, db, ended).await
}

/// Ends the session with this secret, if there is one.
///
/// # Errors
/// `unavailable`.
pub(super) async fn end_by_secret(
    app: &App,
    db: &impl Connection,
    secret: &SecretString,
) -> Result<(), Failure> {
    let ended = store::sessions::end_by_secret(db, &hash(secret)).await?;
    revoke_grants_of(app, db, ended).await
}

/// Has what ended sessions hold at the identity provider ended too, after the commit.
pub(super) async fn revoke_grants_of(
    app: &App,
    db: &impl Connection,
    ended: impl IntoIterator<Item = Ended>,
) -> Result<(), Failure> {
    let grants = ended.into_iter().filter_map(|session| Some((session.id, session.grant?)));
    revoke_later(app, db, grants).await
}

async fn revoke_later(
    app: &App,
    db: &impl Connection,
    grants: impl IntoIterator<Item = (Uuid, Sealed)>,
) -> Result<(), Failure> {
    for (session, sealed) in grants {
        let Sealed { ciphertext, key_id } = sealed;
        jobs::enqueue(app, db, &Message::RevokeGrant { session, ciphertext, key_id }).await?;
    }
    Ok(())
}

/// Ends a grant at the identity provider. One that can't be opened any more is left to its own end.
///
/// # Errors
/// `unavailable`.
pub(crate) async fn revoke(app: &App, session: Uuid, sealed: Sealed) -> Result<(), Failure> {
    let Ok(secret) = app.secrets.open(GRANT, session.as_bytes(), &sealed) else {
        tracing::warn!("the grant of an ended session can't be opened: its key is gone");
        return Ok(());
    };
    app.identity.revoke(&Grant { secret: secret.into(), renew_at: Timestamp::default() }).await
}

fn seal(app: &App, session: Uuid, grant: &Grant) -> SealedGrant {
    let secret = grant.secret.expose_secret();
    let sealed = app.secrets.seal(&*app.entropy, GRANT, session.as_bytes(), secret);
    SealedGrant { sealed, renew_at: grant.renew_at }
}

fn open(app: &App, session: Uuid, grant: &SealedGrant) -> Result<Grant, Failure> {
    let secret = app.secrets.open(GRANT, session.as_bytes(), &grant.sealed);
    let secret = secret.map_err(|error| Failure::caused(ErrorCode::Internal, error))?;
    Ok(Grant { secret: secret.into(), renew_at: grant.renew_at })
}
