//! Sign-ins that last. A session's secret is only ever stored hashed.

use std::time::Duration;

use domain::{Timestamp, UserId};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Select,
    sea_query::{Expr, SimpleExpr},
};
use uuid::Uuid;

use super::{
    Connection, StoreResult,
    entity::{sessions, users},
    purge,
};
use crate::secrets::Sealed;

/// More than any person has.
const MOST: u64 = 200;

/// A session as stored.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its public id.
    pub id: Uuid,
    /// The hash of its secret, in Base64.
    pub secret_hash: String,
    /// Whose.
    pub user: UserId,
    /// `web` or `desktop`.
    pub via: &'static str,
    /// From which address it began.
    pub address: String,
    /// With which program.
    pub user_agent: String,
    /// When it began, with a proof of who it is.
    pub created_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// What the identity provider gave with the sign-in.
    pub grant: Option<SealedGrant>,
}

/// What the identity provider gave with a sign-in, sealed for its session.
#[derive(Clone, Debug)]
pub struct SealedGrant {
    /// The provider's text.
    pub sealed: Sealed,
    /// When it has to be renewed.
    pub renew_at: Timestamp,
}

/// A session that ended, with what has to be ended at the identity provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Its public id.
    pub id: Uuid,
    /// With which program it was.
    pub user_agent: String,
    /// What the identity provider gave with the sign-in.
    pub grant: Option<Sealed>,
}

/// A session as its person sees it.
#[derive(Clone, Debug)]
pub struct ListedSession {
    /// Its public id.
    pub id: Uuid,
    /// `web` or `desktop`.
    pub via: String,
    /// From which address it began.
    pub address: String,
    /// With which program.
    pub user_agent: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute or so.
    pub last_seen_at: Timestamp,
}

/// What a request learns from its session.
#[derive(Clone, Debug)]
pub struct LiveSession {
    /// Its public id.
    pub id: Uuid,
    /// Whose.
    pub user: UserId,
    /// The person's address.
    pub email: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute or so.
    pub last_seen_at: Timestamp,
    /// When the person last proved who they are.
    pub proved_at: Timestamp,
    /// What the identity provider gave with the sign-in.
    pub grant: Option<SealedGrant>,
}

/// Stores a new session.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(db: &impl Connection, session: Session) -> StoreResult<()> {
    let (sealed, renew_at) = session.grant.map(|grant| (grant.sealed, grant.renew_at.0)).unzip();
    let (ciphertext, key_id) = sealed.map(|sealed| (sealed.ciphertext, sealed.key_id)).unzip();
    let row = sessions::ActiveModel {
        id: Set(session.id),
        secret_hash: Set(session.secret_hash),
        user_id: Set(session.user.0),
        via: Set(session.via.to_owned()),
        address: Set(session.address),
        user_agent: Set(session.user_agent),
        created_at: Set(session.created_at.0),
        last_seen_at: Set(session.created_at.0),
        expires_at: Set(session.expires_at.0),
        proved_at: Set(session.created_at.0),
        ciphertext: Set(ciphertext),
        key_id: Set(key_id),
        renew_at: Set(renew_at),
    };
    sessions::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The session with this secret, if it came the way it was given out (`web` or `desktop`), and has neither
/// expired nor been idle since `idle_since`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find_live(
    db: &impl Connection,
    secret_hash: &str,
    via: &str,
    now: Timestamp,
    idle_since: Timestamp,
) -> StoreResult<Option<LiveSession>> {
    let found = sessions::Entity::find()
        .filter(sessions::Column::SecretHash.eq(secret_hash))
        .filter(sessions::Column::Via.eq(via))
        .filter(sessions::Column::ExpiresAt.gt(now.0))
        .filter(sessions::Column::LastSeenAt.gt(idle_since.0))
        .filter(not_ended())
        .find_also_related(users::Entity)
        .one(db)
        .await?;
    Ok(found.and_then(|(session, user)| {
        Some(LiveSession {
            id: session.id,
            user: UserId(session.user_id),
            email: user?.email,
            created_at: Timestamp(session.created_at),
            last_seen_at: Timestamp(session.last_seen_at),
            proved_at: Timestamp(session.proved_at),
            grant: sealed(session.ciphertext, session.key_id)
                .zip(session.renew_at)
                .map(|(sealed, renew_at)| SealedGrant { sealed, renew_at: Timestamp(renew_at) }),
        })
    }))
}

/// Whether a session goes on: it neither ended nor expired nor was idle since `idle_since`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn is_live(
    db: &impl Connection,
    id: Uuid,
    now: Timestamp,
    idle_since: Timestamp,
) -> StoreResult<bool> {
    let found: Option<Uuid> = sessions::Entity::find()
        .select_only()
        .column(sessions::Column::Id)
        .inner_join(users::Entity)
        .filter(sessions::Column::Id.eq(id))
        .filter(sessions::Column::ExpiresAt.gt(now.0))
        .filter(sessions::Column::LastSeenAt.gt(idle_since.0))
        .filter(not_ended())
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// A person's sessions that neither ended nor expired nor were idle since `idle_since`, the one used last first, 200
/// at most.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn list(
    db: &impl Connection,
    user: UserId,
    now: Timestamp,
    idle_since: Timestamp,
) -> StoreResult<Vec<ListedSession>> {
    let rows = live_of(user, now, idle_since)
        .order_by_desc(sessions::Column::LastSeenAt)
        .limit(MOST)
        .all(db)
        .await?;
    let listed = |row: sessions::Model| ListedSession {
        id: row.id,
        via: row.via,
        address: row.address,
        user_agent: row.user_agent,
        created_at: Timestamp(row.created_at),
        last_seen_at: Timestamp(row.last_seen_at),
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// How many sessions [`list`] tells of, without its limit.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn count(
    db: &impl Connection,
    user: UserId,
    now: Timestamp,
    idle_since: Timestamp,
) -> StoreResult<u64> {
    Ok(live_of(user, now, idle_since).count(db).await?)
}

fn live_of(user: UserId, now: Timestamp, idle_since: Timestamp) -> Select<sessions::Entity> {
    sessions::Entity::find()
        .inner_join(users::Entity)
        .filter(sessions::Column::UserId.eq(user.0))
        .filter(sessions::Column::ExpiresAt.gt(now.0))
        .filter(sessions::Column::LastSeenAt.gt(idle_since.0))
        .filter(not_ended())
}

/// Takes the renewal of a session's grant upon this process, until `until`. Answers whether nobody else has.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn claim_renewal(
    db: &impl Connection,
    id: Uuid,
    due: Timestamp,
    until: Timestamp,
) -> StoreResult<bool> {
    let claimed = sessions::Entity::update_many()
        .col_expr(sessions::Column::RenewAt, Expr::value(until.0))
        .filter(sessions::Column::Id.eq(id))
        .filter(sessions::Column::RenewAt.eq(due.0))
        .exec(db)
        .await?;
    Ok(claimed.rows_affected == 1)
}

/// Replaces a session's grant.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn set_grant(db: &impl Connection, id: Uuid, grant: Option<SealedGrant>) -> StoreResult<()> {
    let (sealed, renew_at) = grant.map(|grant| (grant.sealed, grant.renew_at.0)).unzip();
    let (ciphertext, key_id) = sealed.map(|sealed| (sealed.ciphertext, sealed.key_id)).unzip();
    sessions::Entity::update_many()
        .col_expr(sessions::Column::Ciphertext, Expr::value(ciphertext))
        .col_expr(sessions::Column::KeyId, Expr::value(key_id))
        .col_expr(sessions::Column::RenewAt, Expr::value(renew_at))
        .filter(sessions::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes that a session is in use.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn touch(db: &impl Connection, id: Uuid, now: Timestamp) -> StoreResult<()> {
    sessions::Entity::update_many()
        .col_expr(sessions::Column::LastSeenAt, Expr::value(now.0))
        .filter(sessions::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes that the person proved again who they are; never that it was earlier than it was.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn prove(db: &impl Connection, id: Uuid, now: Timestamp) -> StoreResult<()> {
    sessions::Entity::update_many()
        .col_expr(sessions::Column::ProvedAt, Expr::value(now.0))
        .filter(sessions::Column::Id.eq(id))
        .filter(sessions::Column::ProvedAt.lt(now.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends one of a person's sessions. Answers it, if it was there.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn end_one(db: &impl Connection, user: UserId, id: Uuid) -> StoreResult<Option<Ended>> {
    let ended = sessions::Entity::delete_many()
        .filter(sessions::Column::Id.eq(id))
        .filter(sessions::Column::UserId.eq(user.0))
        .exec_with_returning(db)
        .await?;
    Ok(ended.into_iter().next().map(over))
}

/// Ends the session with this secret, if there is one. Answers it.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn end_by_secret(db: &impl Connection, secret_hash: &str) -> StoreResult<Option<Ended>> {
    let same = sessions::Column::SecretHash.eq(secret_hash);
    let ended = sessions::Entity::delete_many().filter(same).exec_with_returning(db).await?;
    Ok(ended.into_iter().next().map(over))
}

/// Ends every session of a person that began at or before `until`, also one whose row is yet to come; all but
/// `keep`, whose person has just proved who they are. Answers those that were there.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn end_all(
    db: &impl Connection,
    user: UserId,
    until: Timestamp,
    keep: Option<Uuid>,
) -> StoreResult<Vec<Ended>> {
    users::Entity::update_many()
        .col_expr(users::Column::SessionsEndedAt, Expr::value(until.0))
        .filter(users::Column::Id.eq(user.0))
        .filter(users::Column::SessionsEndedAt.lt(until.0))
        .exec(db)
        .await?;
    if let Some(keep) = keep {
        prove(db, keep, until + Duration::from_millis(1)).await?;
    }
    let mut ended = sessions::Entity::delete_many()
        .filter(sessions::Column::UserId.eq(user.0))
        .filter(sessions::Column::CreatedAt.lte(until.0));
    if let Some(keep) = keep {
        ended = ended.filter(sessions::Column::Id.ne(keep));
    }
    Ok(ended.exec_with_returning(db).await?.into_iter().map(over).collect())
}

/// Removes up to `limit` sessions that ended before `now` or were idle since `idle_since`. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(
    db: &impl Connection,
    now: Timestamp,
    idle_since: Timestamp,
    limit: u64,
) -> StoreResult<u64> {
    let ended = sessions::Column::ExpiresAt.lte(now.0).or(sessions::Column::LastSeenAt.lte(idle_since.0));
    purge::some::<sessions::Entity>(db, ended, limit).await
}

/// That it did not end with all others, in the database's words. Also one that was about to begin then did; the one
/// that ended the others proved itself.
fn not_ended() -> SimpleExpr {
    Expr::col((sessions::Entity, sessions::Column::ProvedAt)).gt(users::Column::SessionsEndedAt.into_expr())
}

fn over(row: sessions::Model) -> Ended {
    Ended { id: row.id, user_agent: row.user_agent, grant: sealed(row.ciphertext, row.key_id) }
}

fn sealed(ciphertext: Option<String>, key_id: Option<String>) -> Option<Sealed> {
    ciphertext.zip(key_id).map(|(ciphertext, key_id)| Sealed { ciphertext, key_id })
}
