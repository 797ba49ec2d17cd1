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
    Ok(row.map(|row| Credentials {
        user: UserId(row.user_id),
        email: row.email,
        password_hash: row.password_hash,
    }))
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

/// Removes a person's credentials.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn delete(db: &impl Connection, user: UserId) -> StoreResult<()> {
    credentials::Entity::delete_by_id(user.0).exec(db).await?;
    Ok(())
}
