//! User tokens: making, showing, rotating and ending them. All of it takes a session: a token can't
//! make, show or change tokens.

mod admin;
mod report;

use std::collections::HashMap;

use domain::{
    ErrorCode, Locale, Texts, Timestamp, UserId,
    security::SecurityEventKind,
    token::{
        Expiry, FIRST_TOKENS, LIVE_TOKENS_MAX, NewToken, Overlap, RevokedBy, Scopes, TokenDraft, TokenEnd,
        TokenEvent, TokenId, TokenSpec, TokenValue, TokensPage, USES_DAYS, UserToken, checked_name,
        checked_reason,
    },
};

use super::{
    Failure, delivery,
    keys::{self, Kind},
    notices, people, step_up,
};
use crate::{
    app::App,
    auth::{Actor, CurrentUser},
    jobs::{self, Message},
    secrets::Sealed,
    store::{self, Connection, security_events::SecurityEvent, tokens::StoredToken},
};

pub use admin::{list_as_admin, reveal_as_admin, revoke_as_admin};
pub use report::report;

/// What values are sealed for.
const SEAL: &str = "user token";
/// How many ended tokens and how many events are shown.
const ENDED_SHOWN: u64 = 20;
const EVENTS_SHOWN: u64 = 10;

/// What the Keys tab shows.
///
/// # Errors
/// `unavailable`.
pub async fn page(app: &App, user: &CurrentUser) -> Result<TokensPage, Failure> {
    // So that nobody reads "never used" right after a use.
    keys::write_uses(app).await;
    let now = app.now();
    let tokens = all_shown(app, user.id).await?;
    let db = app.database.connection();
    let events =
        store::security_events::last(db, user.id, SecurityEventKind::ABOUT_TOKENS, EVENTS_SHOWN).await?;
    let events = events.into_iter().map(|event| TokenEvent {
        kind: event.kind,
        token: event.subject,
        at: event.at,
        address: event.address,
    });
    Ok(TokensPage { tokens, events: events.collect(), api_url: app.config.server.public_url.clone(), now })
}

/// The tokens that work, as their owner sees them.
///
/// # Errors
/// `unavailable`.
pub async fn working(app: &App, user: &Actor) -> Result<Vec<UserToken>, Failure> {
    keys::write_uses(app).await;
    let db = app.database.connection();
    let stored = store::tokens::working(db, user.id, app.now(), LIVE_TOKENS_MAX as u64).await?;
    with_uses(app, stored).await
}

/// Makes a token and hands its value over.
///
/// # Errors
/// `step_up`, `invalid` with every wrong field, `too_many_tokens`.
pub async fn create(app: &App, user: &CurrentUser, draft: TokenDraft) -> Result<NewToken, Failure> {
    step_up::require(app, user)?;
    let spec = draft.checked(app.now())?;
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let made = insert_another(app, db, user, spec).await?;
    let event = user.event(app, SecurityEventKind::TokenCreated).about(&made.token.name);
    notices::log(app, db, event, user.locale).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(made)
}

/// A token's value. Leaves an entry in the activity log each time.
///
/// # Errors
/// `step_up`, `not_found`, `token_ended`.
pub async fn reveal(app: &App, user: &CurrentUser, id: TokenId) -> Result<TokenValue, Failure> {
    step_up::require(app, user)?;
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let (token, sealed) = store::tokens::find(db, user.id, id).await?.ok_or(ErrorCode::NotFound)?;
    if !token.end.state(app.now()).works() {
        return Err(ErrorCode::TokenEnded.into());
    }
    let event = user.event(app, SecurityEventKind::TokenRevealed).about(&token.name);
    notices::log(app, db, event, user.locale).await?;
    transaction.commit().await?;
    app.wake_worker();
    open(app, id, &sealed)
}

/// Gives a token another name.
///
/// # Errors
/// `invalid`, `not_found`.
pub async fn rename(app: &App, user: &CurrentUser, id: TokenId, name: &str) -> Result<(), Failure> {
    let name = checked_name(name)?;
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    store::tokens::find(db, user.id, id).await?.ok_or(ErrorCode::NotFound)?;
    store::tokens::rename(db, id, &name).await?;
    let event = user.event(app, SecurityEventKind::TokenRenamed).about(&name);
    store::security_events::insert(db, event).await?;
    keys::commit_changes(app, transaction, &[id.0]).await
}

/// Makes a token like this one, which ends after the overlap. The new one gets the same time to live.
///
/// # Errors
/// `step_up`, `not_found`, `token_ended` also when it was rotated before, `too_many_tokens`.
pub async fn rotate(
    app: &App,
    user: &CurrentUser,
    id: TokenId,
    overlap: Overlap,
) -> Result<NewToken, Failure> {
    step_up::require(app, user)?;
    let now = app.now();
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    people::hold(db, user.id).await?;
    let (old, _) = store::tokens::find(db, user.id, id).await?.ok_or(ErrorCode::NotFound)?;
    let retired =
        old.end.state(now).works() && store::tokens::retire(db, id, now + overlap.duration()).await?;
    if !retired {
        return Err(ErrorCode::TokenEnded.into());
    }
    let expires_at = old.end.expires_at.map(|end| now + end.since(old.created_at));
    let spec = TokenSpec { name: old.name.clone(), scopes: old.scopes, networks: old.networks, expires_at };
    let made = insert_another(app, db, user, spec).await?;
    let event = user.event(app, SecurityEventKind::TokenRotated).about(&old.name);
    store::security_events::insert(db, event).await?;
    keys::commit_changes(app, transaction, &[id.0]).await?;
    Ok(made)
}

/// Ends a token at once, and keeps why.
///
/// # Errors
/// `invalid`, `not_found`, `token_ended`.
pub async fn revoke(app: &App, user: &CurrentUser, id: TokenId, reason: &str) -> Result<(), Failure> {
    let reason = checked_reason(reason)?;
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let (token, _) = store::tokens::find(db, user.id, id).await?.ok_or(ErrorCode::NotFound)?;
    if !store::tokens::revoke(db, id, app.now(), RevokedBy::Owner, &reason).await? {
        return Err(ErrorCode::TokenEnded.into());
    }
    let event = user.event(app, SecurityEventKind::TokenRevoked).about(&token.name);
    store::security_events::insert(db, event).await?;
    keys::commit_changes(app, transaction, &[id.0]).await
}

/// Makes the tokens that a new account begins with.
///
/// # Errors
/// `unavailable`.
pub(super) async fn create_first(app: &App, db: &impl Connection, user: UserId) -> Result<(), Failure> {
    let now = app.now();
    for number in 1..=FIRST_TOKENS {
        let name = Texts::default().user_token(&number.to_string());
        let expires_at = Expiry::default().moment(now)?;
        let spec = TokenSpec { name, scopes: Scopes::FULL, expires_at, networks: Vec::new() };
        insert(app, db, user, spec, now).await?;
    }
    Ok(())
}

/// Stores one more token, unless the person has as many as one can have.
async fn insert_another(
    app: &App,
    db: &impl Connection,
    user: &Actor,
    spec: TokenSpec,
) -> Result<NewToken, Failure> {
    let now = app.now();
    // Two requests at once would both find room for the last one.
    people::hold(db, user.id).await?;
    if store::tokens::count_working(db, user.id, now).await? >= LIVE_TOKENS_MAX as u64 {
        return Err(ErrorCode::TooManyTokens.into());
    }
    insert(app, db, user.id, spec, now).await
}

async fn insert(
    app: &App,
    db: &impl Connection,
    user: UserId,
    spec: TokenSpec,
    now: Timestamp,
) -> Result<NewToken, Failure> {
    let value = keys::generate(&*app.entropy, Kind::UserToken);
    let token = StoredToken {
        id: TokenId(app.entropy.uuid()),
        user,
        name: spec.name,
        scopes: spec.scopes,
        networks: spec.networks,
        created_at: now,
        end: TokenEnd { expires_at: spec.expires_at, ..TokenEnd::default() },
    };
    let sealed = app.secrets.seal(&*app.entropy, SEAL, token.id.0.as_bytes(), value.expose());
    store::tokens::insert(db, &token, keys::stored_hash(value.expose()), sealed).await?;
    Ok(NewToken { token: shown(token, now), value })
}

fn open(app: &App, id: TokenId, sealed: &Sealed) -> Result<TokenValue, Failure> {
    let opened = app.secrets.open(SEAL, id.0.as_bytes(), sealed);
    opened.map(TokenValue::new).map_err(|error| Failure::caused(ErrorCode::Internal, error))
}

/// Those of a person's tokens that work, the oldest first, then the last that ended, the latest first.
async fn all_shown(app: &App, user: UserId) -> Result<Vec<UserToken>, Failure> {
    let now = app.now();
    let db = app.database.connection();
    let mut stored = store::tokens::working(db, user, now, LIVE_TOKENS_MAX as u64).await?;
    stored.extend(store::tokens::ended(db, user, now, ENDED_SHOWN).await?);
    with_uses(app, stored).await
}

/// Tokens with what is known of their use: two queries, however many there are.
async fn with_uses(app: &App, stored: Vec<StoredToken>) -> Result<Vec<UserToken>, Failure> {
    let now = app.now();
    let db = app.database.connection();
    let ids: Vec<TokenId> = stored.iter().map(|token| token.id).collect();
    let first_day = keys::day(now) - i64::from(USES_DAYS) + 1;
    let mut last = store::token_uses::last(db, &ids).await?;
    let mut uses: HashMap<TokenId, Vec<(i64, u64)>> = HashMap::new();
    for (token, day, count) in store::token_uses::since(db, &ids, first_day).await? {
        uses.entry(token).or_default().push((day, count));
    }
    let with = |token: StoredToken| {
        let mut token = shown(token, now);
        token.last_use = last.remove(&token.id);
        for (day, count) in uses.remove(&token.id).unwrap_or_default() {
            let place = usize::try_from(day - first_day).ok().and_then(|place| token.uses.get_mut(place));
            if let Some(place) = place {
                *place = count;
            }
        }
        token
    };
    Ok(stored.into_iter().map(with).collect())
}

fn shown(token: StoredToken, now: Timestamp) -> UserToken {
    UserToken {
        id: token.id,
        name: token.name,
        scopes: token.scopes,
        networks: token.networks,
        created_at: token.created_at,
        expires_at: token.end.expires_at,
        state: token.end.state(now),
        last_use: None,
        uses: vec![0; usize::from(USES_DAYS)],
    }
}

/// Ends a token for somebody who is not its owner, who is mailed. Answers whether it worked until now.
async fn revoke_for_owner(
    app: &App,
    token: &StoredToken,
    by: RevokedBy,
    kind: SecurityEventKind,
) -> Result<bool, Failure> {
    let now = app.now();
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    if !store::tokens::revoke(db, token.id, now, by, "").await? {
        return Ok(false);
    }
    let event = SecurityEvent::of_ours(app.entropy.uuid(), token.user, kind, now).about(&token.name);
    store::security_events::insert(db, event.clone()).await?;
    delivery::tell_owner(app, db, &event, Locale::default()).await?;
    jobs::enqueue(app, db, &Message::TokenRevokedMail { token: token.id }).await?;
    keys::commit_changes(app, transaction, &[token.id.0]).await?;
    app.wake_worker();
    Ok(true)
}
