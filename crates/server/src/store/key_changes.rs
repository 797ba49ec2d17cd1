//! Which tokens and service credentials every instance must look up anew, and since when.

use domain::{Timestamp, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use uuid::Uuid;

use super::{
    Connection, StoreResult,
    entity::{key_changes, user_tokens},
    purge,
    token_uses::BATCH,
    tokens::works_at,
};

/// Says that keys changed, in the transaction that changes them: each change with an id of its own.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(db: &impl Connection, changes: &[(Uuid, Uuid)], now: Timestamp) -> StoreResult<()> {
    for changes in changes.chunks(BATCH) {
        let rows = changes.iter().map(|(id, key)| key_changes::ActiveModel {
            id: Set(*id),
            key_id: Set(*key),
            at: Set(now.0),
        });
        key_changes::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The ids of a person's keys that work, for saying that each changed. There may be very many that ended.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn keys_of(db: &impl Connection, user: UserId, now: Timestamp) -> StoreResult<Vec<Uuid>> {
    let mine = user_tokens::Entity::find().filter(user_tokens::Column::UserId.eq(user.0));
    let mine = mine.filter(works_at(now));
    Ok(mine.select_only().column(user_tokens::Column::Id).into_tuple().all(db).await?)
}

/// The changes at or after `at`: which change, of which key.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn since(db: &impl Connection, at: Timestamp) -> StoreResult<Vec<(Uuid, Uuid)>> {
    let rows = key_changes::Entity::find().filter(key_changes::Column::At.gte(at.0)).select_only();
    let rows = rows.column(key_changes::Column::Id).column(key_changes::Column::KeyId);
    Ok(rows.into_tuple().all(db).await?)
}

/// Removes up to `limit` changes from before `before`. Answers how many rows.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(db: &impl Connection, before: Timestamp, limit: u64) -> StoreResult<u64> {
    let old = key_changes::Column::At.lt(before.0);
    purge::some::<key_changes::Entity>(db, old, limit).await
}
