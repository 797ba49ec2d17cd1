//! Authenticator apps of the embedded provider. Their secrets are only ever stored sealed.

use domain::{Timestamp, UserId};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, QueryFilter as _,
    sea_query::{Expr, OnConflict},
};

use super::{Connection, StoreResult, entity::authenticators};
use crate::secrets::Sealed;

/// An authenticator app as stored.
#[derive(Clone)]
pub struct Authenticator {
    /// Whose.
    pub user: UserId,
    /// The secret in Base32, sealed.
    pub sealed: Sealed,
    /// The last time step whose code was used.
    pub last_step: i64,
}

/// The one in use.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find(db: &impl Connection, user: UserId) -> StoreResult<Option<Authenticator>> {
    Ok(authenticators::Entity::find_by_id((user.0, false)).one(db).await?.map(stored))
}

/// The one that waits for its first code.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find_pending(db: &impl Connection, user: UserId) -> StoreResult<Option<Authenticator>> {
    Ok(authenticators::Entity::find_by_id((user.0, true)).one(db).await?.map(stored))
}

/// Stores one that waits for its first code, in the place of one that did.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn begin(db: &impl Connection, new: &Authenticator, now: Timestamp) -> StoreResult<()> {
    use authenticators::Column;
    let row = authenticators::ActiveModel {
        user_id: Set(new.user.0),
        pending: Set(true),
        ciphertext: Set(new.sealed.ciphertext.clone()),
        key_id: Set(new.sealed.key_id.clone()),
        last_step: Set(new.last_step),
        created_at: Set(now.0),
    };
    let replace = OnConflict::columns([Column::UserId, Column::Pending])
        .update_columns([Column::Ciphertext, Column::KeyId, Column::LastStep, Column::CreatedAt])
        .to_owned();
    authenticators::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// Puts the waiting one to use, after the code of `step`, in the place of the one in use. Answers whether it is
/// still the one that was read.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn confirm(db: &impl Connection, waiting: &Authenticator, step: i64) -> StoreResult<bool> {
    let user = waiting.user;
    authenticators::Entity::delete_by_id((user.0, false)).exec(db).await?;
    let confirmed = authenticators::Entity::update_many()
        .col_expr(authenticators::Column::Pending, Expr::value(false))
        .col_expr(authenticators::Column::LastStep, Expr::value(step))
        .filter(authenticators::Column::UserId.eq(user.0))
        .filter(authenticators::Column::Pending.eq(true))
        .filter(authenticators::Column::Ciphertext.eq(waiting.sealed.ciphertext.as_str()))
        .exec(db)
        .await?;
    Ok(confirmed.rows_affected == 1)
}

/// Takes note that the code of a step was used. Answers whether it, and every later one, was unused.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn use_step(db: &impl Connection, user: UserId, step: i64) -> StoreResult<bool> {
    let noted = authenticators::Entity::update_many()
        .col_expr(authenticators::Column::LastStep, Expr::value(step))
        .filter(authenticators::Column::UserId.eq(user.0))
        .filter(authenticators::Column::Pending.eq(false))
        .filter(authenticators::Column::LastStep.lt(step))
        .exec(db)
        .await?;
    Ok(noted.rows_affected == 1)
}

/// Removes both.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn delete(db: &impl Connection, user: UserId) -> StoreResult<()> {
    let theirs = authenticators::Column::UserId.eq(user.0);
    authenticators::Entity::delete_many().filter(theirs).exec(db).await?;
    Ok(())
}

fn stored(row: authenticators::Model) -> Authenticator {
    Authenticator {
        user: UserId(row.user_id),
        sealed: Sealed { ciphertext: row.ciphertext, key_id: row.key_id },
        last_step: row.last_step,
    }
}
