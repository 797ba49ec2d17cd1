//! What a request with an Idempotency-Key made, so that its repetition makes nothing anew.

use domain::{Timestamp, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, TryInsertResult};
use uuid::Uuid;

use super::{Connection, StoreResult, entity::idempotency_keys, purge};

/// A key as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredKey {
    /// The hash of the person, the operation and the key.
    pub key: String,
    /// Whose.
    pub user: UserId,
    /// The hash of the request.
    pub request: String,
    /// What the request made.
    pub resource: Uuid,
    /// When.
    pub created_at: Timestamp,
}

/// Takes a key, or answers what it was taken for. Somebody else's transaction that holds it is waited for.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn take(db: &impl Connection, key: &StoredKey) -> StoreResult<Option<StoredKey>> {
    let row = idempotency_keys::ActiveModel {
        key: Set(key.key.clone()),
        user_id: Set(key.user.0),
        request: Set(key.request.clone()),
        resource_id: Set(key.resource),
        created_at: Set(key.created_at.0),
    };
    let inserted = idempotency_keys::Entity::insert(row)
        .on_conflict_do_nothing_on([idempotency_keys::Column::Key])
        .exec_without_returning(db)
        .await?;
    if matches!(inserted, TryInsertResult::Inserted(1)) {
        return Ok(None);
    }
    find(db, &key.key).await
}

/// What a key was taken for.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find(db: &impl Connection, key: &str) -> StoreResult<Option<StoredKey>> {
    let row = idempotency_keys::Entity::find_by_id(key.to_owned()).one(db).await?;
    Ok(row.map(|row| StoredKey {
        key: row.key,
        user: UserId(row.user_id),
        request: row.request,
        resource: row.resource_id,
        created_at: Timestamp(row.created_at),
    }))
}

/// Removes up to `limit` keys from before `before`. Answers how many rows.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(db: &impl Connection, before: Timestamp, limit: u64) -> StoreResult<u64> {
    let old = idempotency_keys::Column::CreatedAt.lt(before.0);
    purge::some::<idempotency_keys::Entity>(db, old, limit).await
}
