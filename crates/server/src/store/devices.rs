//! Browsers and desktop apps that people have signed in with. A device's secret is only ever stored hashed.

use domain::{Timestamp, UserId, security::DeviceId};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, JoinType, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, RelationTrait as _,
    sea_query::{Expr, OnConflict},
};

use super::{
    Connection, StoreResult,
    entity::{devices, users},
    purge,
};

/// More than any person has.
const MOST: u64 = 100;

/// A device as stored.
#[derive(Clone, Debug)]
pub struct KnownDevice {
    /// Its public id.
    pub id: DeviceId,
    /// Whose.
    pub user: UserId,
    /// The hash of its secret, in Base64.
    pub secret_hash: String,
    /// `web` or `desktop`.
    pub via: String,
    /// From which address it was last used.
    pub address: String,
    /// With which program.
    pub user_agent: String,
    /// When it last signed in.
    pub last_used_at: Timestamp,
    /// Until when it is spared the second step.
    pub trusted_until: Timestamp,
}

/// Stores a device, or what is new about one that the person has signed in with before. Trust that it has
/// stays, unless `trusted_until` is later.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn note(db: &impl Connection, device: &KnownDevice) -> StoreResult<()> {
    use devices::Column;
    let row = devices::ActiveModel {
        id: Set(device.id.0),
        user_id: Set(device.user.0),
        secret_hash: Set(device.secret_hash.clone()),
        via: Set(device.via.clone()),
        address: Set(device.address.clone()),
        user_agent: Set(device.user_agent.clone()),
        created_at: Set(device.last_used_at.0),
        last_used_at: Set(device.last_used_at.0),
        trusted_until: Set(device.trusted_until.0),
    };
    let mut known = OnConflict::columns([Column::UserId, Column::SecretHash]);
    known.update_columns([Column::Address, Column::UserAgent, Column::LastUsedAt]);
    if device.trusted_until > Timestamp::default() {
        known.update_column(Column::TrustedUntil);
    }
    devices::Entity::insert(row).on_conflict(known).exec_without_returning(db).await?;
    Ok(())
}

/// The device with one of these secrets, if the person with this address has signed in with it.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find(
    db: &impl Connection,
    secret_hashes: &[String],
    email: &str,
) -> StoreResult<Option<KnownDevice>> {
    let row = devices::Entity::find()
        .join(JoinType::InnerJoin, devices::Relation::Users.def())
        .filter(devices::Column::SecretHash.is_in(secret_hashes))
        .filter(users::Column::Email.eq(email))
        .one(db)
        .await?;
    Ok(row.map(stored))
}

/// Whether a person has signed in with any device.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn any(db: &impl Connection, user: UserId) -> StoreResult<bool> {
    Ok(devices::Entity::find().filter(devices::Column::UserId.eq(user.0)).limit(1).count(db).await? > 0)
}

/// The devices that are trusted, the one that was used last first, 100 at most.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn trusted(db: &impl Connection, user: UserId, now: Timestamp) -> StoreResult<Vec<KnownDevice>> {
    let rows = devices::Entity::find()
        .filter(devices::Column::UserId.eq(user.0))
        .filter(devices::Column::TrustedUntil.gt(now.0))
        .order_by_desc(devices::Column::LastUsedAt)
        .limit(MOST)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(stored).collect())
}

/// Ends the trust in one of a person's devices. Answers it, if it was trusted.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn distrust(
    db: &impl Connection,
    user: UserId,
    id: DeviceId,
    now: Timestamp,
) -> StoreResult<Option<KnownDevice>> {
    let ended = devices::Entity::update_many()
        .col_expr(devices::Column::TrustedUntil, Expr::value(0))
        .filter(devices::Column::Id.eq(id.0))
        .filter(devices::Column::UserId.eq(user.0))
        .filter(devices::Column::TrustedUntil.gt(now.0))
        .exec_with_returning(db)
        .await?;
    Ok(ended.into_iter().next().map(stored))
}

/// Forgets a device.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn delete(db: &impl Connection, id: DeviceId) -> StoreResult<()> {
    devices::Entity::delete_by_id(id.0).exec(db).await?;
    Ok(())
}

/// Ends the trust in all of a person's devices. Answers how many were trusted.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn distrust_all(db: &impl Connection, user: UserId, now: Timestamp) -> StoreResult<u64> {
    let ended = devices::Entity::update_many()
        .col_expr(devices::Column::TrustedUntil, Expr::value(0))
        .filter(devices::Column::UserId.eq(user.0))
        .filter(devices::Column::TrustedUntil.gt(now.0))
        .exec(db)
        .await?;
    Ok(ended.rows_affected)
}

/// Removes up to `limit` devices that were not used since `before`. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(db: &impl Connection, before: Timestamp, limit: u64) -> StoreResult<u64> {
    let old = devices::Column::LastUsedAt.lt(before.0);
    purge::some::<devices::Entity>(db, old, limit).await
}

fn stored(row: devices::Model) -> KnownDevice {
    KnownDevice {
        id: DeviceId(row.id),
        user: UserId(row.user_id),
        secret_hash: row.secret_hash,
        via: row.via,
        address: row.address,
        user_agent: row.user_agent,
        last_used_at: Timestamp(row.last_used_at),
        trusted_until: Timestamp(row.trusted_until),
    }
}
