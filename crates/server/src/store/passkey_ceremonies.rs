//! What authenticators were asked, until they answer.

use domain::{Timestamp, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use super::{Connection, StoreResult, entity::passkey_ceremonies, purge};

/// A question as stored.
#[derive(Clone, Debug)]
pub struct Ceremony {
    /// Which.
    pub id: Uuid,
    /// Whose answer counts; nobody's in particular where the answer says who it is.
    pub user: Option<UserId>,
    /// What the answer is checked against, as JSON.
    pub state: String,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
}

/// Stores a new one.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(db: &impl Connection, new: Ceremony) -> StoreResult<()> {
    let row = passkey_ceremonies::ActiveModel {
        id: Set(new.id),
        user_id: Set(new.user.map(|user| user.0)),
        state: Set(new.state),
        expires_at: Set(new.expires_at.0),
    };
    passkey_ceremonies::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Takes one out, if it can still be answered: of two answers, one finds it.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn take(db: &impl Connection, id: Uuid, now: Timestamp) -> StoreResult<Option<Ceremony>> {
    let taken = passkey_ceremonies::Entity::delete_many()
        .filter(passkey_ceremonies::Column::Id.eq(id))
        .filter(passkey_ceremonies::Column::ExpiresAt.gt(now.0))
        .exec_with_returning(db)
        .await?;
    Ok(taken.into_iter().next().map(|row| Ceremony {
        id: row.id,
        user: row.user_id.map(UserId),
        state: row.state,
        expires_at: Timestamp(row.expires_at),
    }))
}

/// Removes up to `limit` that can't be answered any more. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(db: &impl Connection, now: Timestamp, limit: u64) -> StoreResult<u64> {
    let over = passkey_ceremonies::Column::ExpiresAt.lte(now.0);
    purge::some::<passkey_ceremonies::Entity>(db, over, limit).await
}
