//! Sign-ins between the right password and what is wanted besides. Their secrets are only ever stored hashed.

use domain::{Timestamp, UserId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, sea_query::Expr,
};

use super::{Connection, StoreResult, entity::pending_sign_ins, purge};
use crate::secrets::Sealed;

/// What a sign-in waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// The second factor.
    Code,
    /// A new password.
    NewPassword,
}

impl Wants {
    const fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::NewPassword => "new_password",
        }
    }
}

/// A sign-in between its steps, as stored.
#[derive(Clone)]
pub struct PendingSignIn {
    /// The hash of its secret, in Base64.
    pub secret_hash: String,
    /// Whose password was right.
    pub user: UserId,
    /// Their address.
    pub email: String,
    /// What it waits for.
    pub wants: Wants,
    /// The identity provider's own text about it, sealed.
    pub state: Option<Sealed>,
    /// How many wrong tries it still bears.
    pub tries_left: i32,
    /// When the password was asked for.
    pub asked_at: Timestamp,
    /// Until when it can be gone on with.
    pub expires_at: Timestamp,
}

/// Stores a new one.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(db: &impl Connection, new: PendingSignIn) -> StoreResult<()> {
    let (ciphertext, key_id) = new.state.map(|sealed| (sealed.ciphertext, sealed.key_id)).unzip();
    let row = pending_sign_ins::ActiveModel {
        secret_hash: Set(new.secret_hash),
        user_id: Set(new.user.0),
        email: Set(new.email),
        wants: Set(new.wants.name().to_owned()),
        ciphertext: Set(ciphertext),
        key_id: Set(key_id),
        tries_left: Set(new.tries_left),
        asked_at: Set(new.asked_at.0),
        expires_at: Set(new.expires_at.0),
    };
    pending_sign_ins::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The one with this secret, if it can be gone on with.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find(
    db: &impl Connection,
    secret_hash: &str,
    now: Timestamp,
) -> StoreResult<Option<PendingSignIn>> {
    let row = pending_sign_ins::Entity::find_by_id(secret_hash.to_owned())
        .filter(pending_sign_ins::Column::ExpiresAt.gt(now.0))
        .filter(pending_sign_ins::Column::TriesLeft.gt(0))
        .one(db)
        .await?;
    Ok(row.map(stored))
}

/// Takes one try, before it is made: so no number of tries at once gets more than there are. Answers it
/// with what is left, or nothing when it can't be gone on with.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn take_try(
    db: &impl Connection,
    secret_hash: &str,
    now: Timestamp,
) -> StoreResult<Option<PendingSignIn>> {
    let taken = pending_sign_ins::Entity::update_many()
        .col_expr(pending_sign_ins::Column::TriesLeft, Expr::col(pending_sign_ins::Column::TriesLeft).sub(1))
        .filter(pending_sign_ins::Column::SecretHash.eq(secret_hash))
        .filter(pending_sign_ins::Column::TriesLeft.gt(0))
        .filter(pending_sign_ins::Column::ExpiresAt.gt(now.0))
        .exec_with_returning(db)
        .await?;
    Ok(taken.into_iter().next().map(stored))
}

/// Gives a try back that was none.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn give_try_back(db: &impl Connection, secret_hash: &str) -> StoreResult<()> {
    pending_sign_ins::Entity::update_many()
        .col_expr(pending_sign_ins::Column::TriesLeft, Expr::col(pending_sign_ins::Column::TriesLeft).add(1))
        .filter(pending_sign_ins::Column::SecretHash.eq(secret_hash))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends one. Answers whether it was still there: of two that go on at once, one wins.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn end(db: &impl Connection, secret_hash: &str) -> StoreResult<bool> {
    let ended = pending_sign_ins::Entity::delete_by_id(secret_hash.to_owned()).exec(db).await?;
    Ok(ended.rows_affected == 1)
}

/// Ends all of a person's: what their password proved is not true any more.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn end_all(db: &impl Connection, user: UserId) -> StoreResult<()> {
    let theirs = pending_sign_ins::Column::UserId.eq(user.0);
    pending_sign_ins::Entity::delete_many().filter(theirs).exec(db).await?;
    Ok(())
}

/// Removes up to `limit` that can't be gone on with. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(db: &impl Connection, now: Timestamp, limit: u64) -> StoreResult<u64> {
    let over = pending_sign_ins::Column::ExpiresAt.lte(now.0);
    purge::some::<pending_sign_ins::Entity>(db, over, limit).await
}

fn stored(row: pending_sign_ins::Model) -> PendingSignIn {
    let state = row.ciphertext.zip(row.key_id);
    PendingSignIn {
        secret_hash: row.secret_hash,
        user: UserId(row.user_id),
        email: row.email,
        wants: if row.wants == Wants::NewPassword.name() { Wants::NewPassword } else { Wants::Code },
        state: state.map(|(ciphertext, key_id)| Sealed { ciphertext, key_id }),
        tries_left: row.tries_left,
        asked_at: Timestamp(row.asked_at),
        expires_at: Timestamp(row.expires_at),
    }
}
