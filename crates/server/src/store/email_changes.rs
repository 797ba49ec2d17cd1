//! Changes of address, for as long as they can be undone.

use domain::{Timestamp, UserId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::{Connection, StoreResult, entity::email_changes, purge};

/// A change as stored.
#[derive(Clone, Debug)]
pub struct EmailChange {
    /// Its id.
    pub id: Uuid,
    /// Whose address it was.
    pub user: UserId,
    /// The one before.
    pub old_email: String,
    /// The one after.
    pub new_email: String,
    /// When.
    pub at: Timestamp,
}

/// Stores a change.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(db: &impl Connection, change: EmailChange) -> StoreResult<()> {
    let row = email_changes::ActiveModel {
        id: Set(change.id),
        user_id: Set(change.user.0),
        old_email: Set(change.old_email),
        new_email: Set(change.new_email),
        at: Set(change.at.0),
    };
    email_changes::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The change with this id, if it is younger than `since`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find(db: &impl Connection, id: Uuid, since: Timestamp) -> StoreResult<Option<EmailChange>> {
    let young = email_changes::Column::At.gt(since.0);
    let row = email_changes::Entity::find_by_id(id).filter(young).one(db).await?;
    Ok(row.map(|row| EmailChange {
        id: row.id,
        user: UserId(row.user_id),
        old_email: row.old_email,
        new_email: row.new_email,
        at: Timestamp(row.at),
    }))
}

/// Whether a person's address before this change was itself the result of one since `since`, which this one
/// takes back.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn came_from(db: &impl Connection, change: &EmailChange, since: Timestamp) -> StoreResult<bool> {
    let before = email_changes::Entity::find()
        .filter(email_changes::Column::UserId.eq(change.user.0))
        .filter(email_changes::Column::At.gt(since.0))
        .filter(email_changes::Column::OldEmail.eq(change.new_email.as_str()))
        .limit(1)
        .all(db)
        .await?;
    Ok(!before.is_empty())
}

/// When a person's address was last changed, if that was after `since`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn latest(db: &impl Connection, user: UserId, since: Timestamp) -> StoreResult<Option<Timestamp>> {
    let at: Option<i64> = email_changes::Entity::find()
        .select_only()
        .column(email_changes::Column::At)
        .filter(email_changes::Column::UserId.eq(user.0))
        .filter(email_changes::Column::At.gt(since.0))
        .order_by_desc(email_changes::Column::At)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(at.map(Timestamp))
}

/// Removes a change and those that followed it: they are undone with it.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn undo(db: &impl Connection, change: &EmailChange) -> StoreResult<()> {
    email_changes::Entity::delete_many()
        .filter(email_changes::Column::UserId.eq(change.user.0))
        .filter(email_changes::Column::At.gte(change.at.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Removes up to `limit` changes that can't be undone any more. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(db: &impl Connection, before: Timestamp, limit: u64) -> StoreResult<u64> {
    let old = email_changes::Column::At.lt(before.0);
    purge::some::<email_changes::Entity>(db, old, limit).await
}
