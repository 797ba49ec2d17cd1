//! Codes of authenticator apps that were used, for as long as they could be used again.

use domain::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, TryInsertResult};

use super::{Connection, StoreResult, entity::used_codes, purge};

/// Takes note of a code. Answers whether it was unused: of two that come at once, one is.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn take(db: &impl Connection, hash: String, expires_at: Timestamp) -> StoreResult<bool> {
    let row = used_codes::ActiveModel { hash: Set(hash), expires_at: Set(expires_at.0) };
    let inserted = used_codes::Entity::insert(row)
        .on_conflict_do_nothing_on([used_codes::Column::Hash])
        .exec_without_returning(db)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1)))
}

/// Removes up to `limit` that can't be used again anyway. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(db: &impl Connection, now: Timestamp, limit: u64) -> StoreResult<u64> {
    let over = used_codes::Column::ExpiresAt.lte(now.0);
    purge::some::<used_codes::Entity>(db, over, limit).await
}
