//! Backup codes, hashed. A row is a code that was not used.

use domain::UserId;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};
use uuid::Uuid;

use super::{Connection, StoreResult, entity::backup_codes};

/// Puts new codes in the place of all that a person has.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn replace(
    db: &impl Connection,
    user: UserId,
    hashes: impl IntoIterator<Item = (Uuid, String)>,
) -> StoreResult<()> {
    delete_all(db, user).await?;
    let rows = hashes.into_iter().map(|(id, hash)| backup_codes::ActiveModel {
        id: Set(id),
        user_id: Set(user.0),
        hash: Set(hash),
    });
    backup_codes::Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(())
}

/// The codes that a person has left: their ids and PHC strings. There are ten at most.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn list(db: &impl Connection, user: UserId) -> StoreResult<Vec<(Uuid, String)>> {
    let theirs = backup_codes::Column::UserId.eq(user.0);
    let rows = backup_codes::Entity::find().filter(theirs).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.hash)).collect())
}

/// How many codes a person has left.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn count(db: &impl Connection, user: UserId) -> StoreResult<u32> {
    let theirs = backup_codes::Column::UserId.eq(user.0);
    let count = backup_codes::Entity::find().filter(theirs).count(db).await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Uses a code up. Answers whether it was still there: of two that hold it, one wins.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn take(db: &impl Connection, id: Uuid) -> StoreResult<bool> {
    Ok(backup_codes::Entity::delete_by_id(id).exec(db).await?.rows_affected == 1)
}

/// Removes all codes of a person.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn delete_all(db: &impl Connection, user: UserId) -> StoreResult<()> {
    let theirs = backup_codes::Column::UserId.eq(user.0);
    backup_codes::Entity::delete_many().filter(theirs).exec(db).await?;
    Ok(())
}
