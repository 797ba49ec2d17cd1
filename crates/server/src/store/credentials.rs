//! What the embedded identity provider knows of a person: address and password hash.

use domain::{Timestamp, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};

use super::{Connection, StoreResult, entity::credentials};

/// A person's credentials.
#[derive(Clone)]
pub struct Credentials {
    /// Who.
    pub user: UserId,
    /// The confirmed address.
    pub email: String,
    /// A PHC string.
    pub password_hash: String,
}

/// Stores new credentials. Answers whether the address was still free.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(db: &impl Connection, new: &Credentials, now: Timestamp) -> StoreResult<bool> {
    let row = credentials::ActiveModel {
        user_id: Set(new.user.0),
        email: Set(new.email.clone()),
        password_hash: Set(new.password_hash.clone()),
        changed_at: Set(now.0),
    };
    match credentials::Entity::insert(row).exec_without_returning(db).await.map_err(super::StoreError::from) {
        Ok(_) => Ok(true),
        Err(error) if error.violates("credentials_email_key") => Ok(false),
        Err(error) => Err(error),
    }
}

/// The credentials of an address.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find(db: &impl Connection, email: &str) -> StoreResult<Option<Credentials>> {
    let row = credentials::Entity::find().filter(credentials::Column::Email.eq(email)).one(db).await?;
    Ok(row.map(stored))
}

/// A person's credentials.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn of(db: &impl Connection, user: UserId) -> StoreResult<Option<Credentials>> {
    Ok(credentials::Entity::find_by_id(user.0).one(db).await?.map(stored))
}

/// Replaces a person's password hash.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn set_password(
    db: &impl Connection,
    user: UserId,
    password_hash: &str,
    now: Timestamp,
) -> StoreResult<()> {
    credentials::Entity::update_many()
        .col_expr(credentials::Column::PasswordHash, Expr::value(password_hash))
        .col_expr(credentials::Column::ChangedAt, Expr::value(now.0))
        .filter(credentials::Column::UserId.eq(user.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Replaces a password hash that is still the one that was read. Answers whether it was.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn replace_password(
    db: &impl Connection,
    known: &Credentials,
    password_hash: &str,
    now: Timestamp,
) -> StoreResult<bool> {
    let replaced = credentials::Entity::update_many()
        .col_expr(credentials::Column::PasswordHash, Expr::value(password_hash))
        .col_expr(credentials::Column::ChangedAt, Expr::value(now.0))
        .filter(credentials::Column::UserId.eq(known.user.0))
        .filter(credentials::Column::PasswordHash.eq(known.password_hash.as_str()))
        .exec(db)
        .await?;
    Ok(replaced.rows_affected == 1)
}

/// Gives a person another address. Answers whether it was still free.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn set_email(db: &impl Connection, user: UserId, email: &str) -> StoreResult<bool> {
    let set = credentials::Entity::update_many()
        .col_expr(credentials::Column::Email, Expr::value(email))
        .filter(credentials::Column::UserId.eq(user.0))
        .exec(db)
        .await
        .map_err(super::StoreError::from);
    match set {
        Ok(_) => Ok(true),
        Err(error) if error.violates("credentials_email_key") => Ok(false),
        Err(error) => Err(error),
    }
}

/// Removes a person's credentials.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn delete(db: &impl Connection, user: UserId) -> StoreResult<()> {
    credentials::Entity::delete_by_id(user.0).exec(db).await?;
    Ok(())
}

fn stored(row: credentials::Model) -> Credentials {
    Credentials { user: UserId(row.user_id), email: row.email, password_hash: row.password_hash }
}
