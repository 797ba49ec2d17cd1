//! Passkeys: the public keys of authenticators, with what their owners call them.

use domain::{
    Timestamp, UserId,
    security::{Passkey, PasskeyId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, sea_query::Expr,
};

use super::{
    Connection, StoreError, StoreResult,
    entity::{passkeys, users},
};

/// A passkey as stored.
#[derive(Clone, Debug)]
pub struct StoredPasskey {
    /// What its owner sees of it.
    pub shown: Passkey,
    /// Whose.
    pub user: UserId,
    /// The authenticator's name for it, in Base64.
    pub credential_id: String,
    /// Public key and counter, as JSON.
    pub credential: String,
}

/// Stores a new one. Answers whether it is new: nobody has one of the same name yet.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(db: &impl Connection, new: &StoredPasskey) -> StoreResult<bool> {
    let row = passkeys::ActiveModel {
        id: Set(new.shown.id.0),
        user_id: Set(new.user.0),
        credential_id: Set(new.credential_id.clone()),
        credential: Set(new.credential.clone()),
        name: Set(new.shown.name.clone()),
        created_at: Set(new.shown.created_at.0),
        last_used_at: Set(None),
    };
    match passkeys::Entity::insert(row).exec_without_returning(db).await.map_err(StoreError::from) {
        Ok(_) => Ok(true),
        Err(error) if error.violates("passkeys_credential_id_key") => Ok(false),
        Err(error) => Err(error),
    }
}

/// How many passkeys a person has.
///
/// # Errors
/// [`StoreError`].
pub async fn count(db: &impl Connection, user: UserId) -> StoreResult<u64> {
    Ok(passkeys::Entity::find().filter(passkeys::Column::UserId.eq(user.0)).count(db).await?)
}

/// A person's passkeys, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(db: &impl Connection, user: UserId) -> StoreResult<Vec<StoredPasskey>> {
    let rows = passkeys::Entity::find()
        .filter(passkeys::Column::UserId.eq(user.0))
        .order_by_desc(passkeys::Column::CreatedAt)
        .order_by_desc(passkeys::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(stored).collect())
}

/// One of a person's passkeys.
///
/// # Errors
/// [`StoreError`].
pub async fn find(db: &impl Connection, user: UserId, id: PasskeyId) -> StoreResult<Option<Passkey>> {
    let theirs = passkeys::Column::UserId.eq(user.0);
    Ok(passkeys::Entity::find_by_id(id.0).filter(theirs).one(db).await?.map(|row| stored(row).shown))
}

/// The passkey with the authenticator's name for it, and the address of its owner. None of whose account is deleted.
///
/// # Errors
/// [`StoreError`].
pub async fn find_by_credential(
    db: &impl Connection,
    credential_id: &str,
) -> StoreResult<Option<(StoredPasskey, String)>> {
    let row = passkeys::Entity::find()
        .filter(passkeys::Column::CredentialId.eq(credential_id))
        .filter(users::Column::DeletedAt.is_null())
        .find_also_related(users::Entity)
        .one(db)
        .await?;
    Ok(row.and_then(|(passkey, user)| Some((stored(passkey), user?.email))))
}

/// Gives it another name.
///
/// # Errors
/// [`StoreError`].
pub async fn rename(db: &impl Connection, id: PasskeyId, name: &str) -> StoreResult<()> {
    passkeys::Entity::update_many()
        .col_expr(passkeys::Column::Name, Expr::value(name))
        .filter(passkeys::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes that it was used. Answers whether it is still there and as it was: of two answers that count the
/// same, one wins.
///
/// # Errors
/// [`StoreError`].
pub async fn note_use(
    db: &impl Connection,
    id: PasskeyId,
    before: &str,
    after: &str,
    now: Timestamp,
) -> StoreResult<bool> {
    let noted = passkeys::Entity::update_many()
        .col_expr(passkeys::Column::Credential, Expr::value(after))
        .col_expr(passkeys::Column::LastUsedAt, Expr::value(now.0))
        .filter(passkeys::Column::Id.eq(id.0))
        .filter(passkeys::Column::Credential.eq(before))
        .exec(db)
        .await?;
    Ok(noted.rows_affected == 1)
}

/// Removes it.
///
/// # Errors
/// [`StoreError`].
pub async fn delete(db: &impl Connection, id: PasskeyId) -> StoreResult<()> {
    passkeys::Entity::delete_by_id(id.0).exec(db).await?;
    Ok(())
}

/// Removes all of a person's.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn delete_all(db: &impl Connection, user: UserId) -> StoreResult<()> {
    passkeys::Entity::delete_many().filter(passkeys::Column::UserId.eq(user.0)).exec(db).await?;
    Ok(())
}

fn stored(row: passkeys::Model) -> StoredPasskey {
    let shown = Passkey {
        id: PasskeyId(row.id),
        name: row.name,
        created_at: Timestamp(row.created_at),
        last_used_at: row.last_used_at.map(Timestamp),
    };
    StoredPasskey {
        shown,
        user: UserId(row.user_id),
        credential_id: row.credential_id,
        credential: row.credential,
    }
}
