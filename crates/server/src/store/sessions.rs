//! Sign-ins that last. A session's secret is only ever stored hashed.

use domain::{Timestamp, UserId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Connection, StoreResult,
    entity::{sessions, users},
};

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
}

/// Stores a new session.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(db: &impl Connection, session: Session) -> StoreResult<()> {
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
    };
    sessions::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The session with this secret, if it has neither expired nor been idle since `idle_since`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find_live(
    db: &impl Connection,
    secret_hash: &str,
    now: Timestamp,
    idle_since: Timestamp,
) -> StoreResult<Option<LiveSession>> {
    let found = sessions::Entity::find()
        .filter(sessions::Column::SecretHash.eq(secret_hash))
        .filter(sessions::Column::ExpiresAt.gt(now.0))
        .filter(sessions::Column::LastSeenAt.gt(idle_since.0))
        // Also one that was about to begin when all were ended.
        .filter(
            Expr::col((sessions::Entity, sessions::Column::CreatedAt))
                .gt(users::Column::SessionsEndedAt.into_expr()),
        )
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
        })
    }))
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

/// Notes that the person proved again who they are.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn prove(db: &impl Connection, id: Uuid, now: Timestamp) -> StoreResult<()> {
    sessions::Entity::update_many()
        .col_expr(sessions::Column::ProvedAt, Expr::value(now.0))
        .filter(sessions::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends one session.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn delete(db: &impl Connection, id: Uuid) -> StoreResult<()> {
    sessions::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// Ends the session with this secret, if there is one.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn delete_by_secret(db: &impl Connection, secret_hash: &str) -> StoreResult<()> {
    let same = sessions::Column::SecretHash.eq(secret_hash);
    sessions::Entity::delete_many().filter(same).exec(db).await?;
    Ok(())
}

/// Ends every session of a person that began at or before `until`, also one whose row is yet to come.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn end_all(db: &impl Connection, user: UserId, until: Timestamp) -> StoreResult<()> {
    users::Entity::update_many()
        .col_expr(users::Column::SessionsEndedAt, Expr::value(until.0))
        .filter(users::Column::Id.eq(user.0))
        .filter(users::Column::SessionsEndedAt.lt(until.0))
        .exec(db)
        .await?;
    sessions::Entity::delete_many()
        .filter(sessions::Column::UserId.eq(user.0))
        .filter(sessions::Column::CreatedAt.lte(until.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Removes sessions that ended before `now` or were idle since `idle_since`. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(db: &impl Connection, now: Timestamp, idle_since: Timestamp) -> StoreResult<u64> {
    let ended = sessions::Column::ExpiresAt.lte(now.0).or(sessions::Column::LastSeenAt.lte(idle_since.0));
    Ok(sessions::Entity::delete_many().filter(ended).exec(db).await?.rows_affected)
}
