//! User tokens. A token's value is looked up by its hash; what is kept of it for its owner is sealed.

use std::net::{IpAddr, Ipv4Addr};

use domain::{
    Timestamp, UserId,
    token::{RevokedBy, Scopes, TokenEnd, TokenId},
};
use ipnet::IpNet;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, ExprTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, sea_query::Expr,
};

use super::{
    Connection, StoreResult,
    entity::{user_tokens, users},
    purge,
};
use crate::secrets::Sealed;

/// A token as stored, without its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredToken {
    /// Which.
    pub id: TokenId,
    /// Whose.
    pub user: UserId,
    /// What its owner calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// From where it works; from everywhere if empty.
    pub networks: Vec<IpNet>,
    /// When it came to be.
    pub created_at: Timestamp,
    /// What ends it.
    pub end: TokenEnd,
}

/// Stores a new token: the hash of its value, and the value sealed.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(
    db: &impl Connection,
    token: &StoredToken,
    secret_hash: String,
    sealed: Sealed,
) -> StoreResult<()> {
    let row = user_tokens::ActiveModel {
        id: Set(token.id.0),
        user_id: Set(token.user.0),
        name: Set(token.name.clone()),
        secret_hash: Set(secret_hash),
        ciphertext: Set(sealed.ciphertext),
        key_id: Set(sealed.key_id),
        scopes: Set(token.scopes.names()),
        networks: Set(token.networks.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
        created_at: Set(token.created_at.0),
        expires_at: Set(token.end.expires_at.map(|at| at.0)),
        retires_at: Set(None),
        revoked_at: Set(None),
        revoked_by: Set(None),
        revoked_reason: Set(None),
    };
    user_tokens::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The token with this hash, and its owner's address. None of whose account is deleted.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find_by_hash(
    db: &impl Connection,
    secret_hash: &str,
) -> StoreResult<Option<(StoredToken, String)>> {
    let found = user_tokens::Entity::find()
        .filter(user_tokens::Column::SecretHash.eq(secret_hash))
        .filter(users::Column::DeletedAt.is_null())
        .find_also_related(users::Entity)
        .one(db)
        .await?;
    Ok(found.and_then(|(token, user)| Some((stored(token), user?.email))))
}

/// A person's token, and its sealed value.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find(
    db: &impl Connection,
    user: UserId,
    id: TokenId,
) -> StoreResult<Option<(StoredToken, Sealed)>> {
    let row =
        user_tokens::Entity::find_by_id(id.0).filter(user_tokens::Column::UserId.eq(user.0)).one(db).await?;
    Ok(row.map(|row| {
        let sealed = Sealed { ciphertext: row.ciphertext.clone(), key_id: row.key_id.clone() };
        (stored(row), sealed)
    }))
}

/// Whose token it is.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn owner(db: &impl Connection, id: TokenId) -> StoreResult<Option<UserId>> {
    let owner = user_tokens::Entity::find_by_id(id.0).select_only().column(user_tokens::Column::UserId);
    Ok(owner.into_tuple().one(db).await?.map(UserId))
}

/// A person's tokens that work at `now`, the oldest first, at most `limit`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn working(
    db: &impl Connection,
    user: UserId,
    now: Timestamp,
    limit: u64,
) -> StoreResult<Vec<StoredToken>> {
    let rows = user_tokens::Entity::find()
        .filter(user_tokens::Column::UserId.eq(user.0))
        .filter(works_at(now))
        .order_by_asc(user_tokens::Column::CreatedAt)
        .order_by_asc(user_tokens::Column::Name)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(stored).collect())
}

/// A person's tokens that ended, the youngest first, at most `limit`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn ended(
    db: &impl Connection,
    user: UserId,
    now: Timestamp,
    limit: u64,
) -> StoreResult<Vec<StoredToken>> {
    let rows = user_tokens::Entity::find()
        .filter(user_tokens::Column::UserId.eq(user.0))
        .filter(works_at(now).not())
        .order_by_desc(user_tokens::Column::CreatedAt)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(stored).collect())
}

/// How many of a person's tokens work at `now`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn count_working(db: &impl Connection, user: UserId, now: Timestamp) -> StoreResult<u64> {
    let mine = user_tokens::Entity::find().filter(user_tokens::Column::UserId.eq(user.0));
    Ok(mine.filter(works_at(now)).count(db).await?)
}

/// Gives a token another name.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn rename(db: &impl Connection, id: TokenId, name: &str) -> StoreResult<()> {
    user_tokens::Entity::update_many()
        .col_expr(user_tokens::Column::Name, Expr::value(name))
        .filter(user_tokens::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Has a token end at `at` because it was rotated. Answers whether it was not ending already.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn retire(db: &impl Connection, id: TokenId, at: Timestamp) -> StoreResult<bool> {
    let result = user_tokens::Entity::update_many()
        .col_expr(user_tokens::Column::RetiresAt, Expr::value(at.0))
        .filter(user_tokens::Column::Id.eq(id.0))
        .filter(user_tokens::Column::RetiresAt.is_null())
        .filter(user_tokens::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(result.rows_affected == 1)
}

/// Ends a token. Answers whether it worked until now.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn revoke(
    db: &impl Connection,
    id: TokenId,
    now: Timestamp,
    by: RevokedBy,
    reason: &str,
) -> StoreResult<bool> {
    let result = user_tokens::Entity::update_many()
        .col_expr(user_tokens::Column::RevokedAt, Expr::value(now.0))
        .col_expr(user_tokens::Column::RevokedBy, Expr::value(by.name()))
        .col_expr(user_tokens::Column::RevokedReason, Expr::value(reason))
        // Nobody is shown the value again.
        .col_expr(user_tokens::Column::Ciphertext, Expr::value(""))
        .filter(user_tokens::Column::Id.eq(id.0))
        .filter(works_at(now))
        .exec(db)
        .await?;
    Ok(result.rows_affected == 1)
}

/// Removes up to `limit` tokens that ended before `before`, with their uses. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(db: &impl Connection, before: Timestamp, limit: u64) -> StoreResult<u64> {
    use user_tokens::Column::{ExpiresAt, RetiresAt, RevokedAt};
    // Whatever came first has ended it.
    let ended = ExpiresAt.lt(before.0).or(RetiresAt.lt(before.0)).or(RevokedAt.lt(before.0));
    purge::some::<user_tokens::Entity>(db, ended, limit).await
}

/// The condition of [`TokenState::works`](domain::token::TokenState::works), in the database's words.
pub(super) fn works_at(now: Timestamp) -> Condition {
    let later_or_never = |column: user_tokens::Column| column.is_null().or(column.gt(now.0));
    Condition::all()
        .add(user_tokens::Column::RevokedAt.is_null())
        .add(later_or_never(user_tokens::Column::ExpiresAt))
        .add(later_or_never(user_tokens::Column::RetiresAt))
}

/// Reads what [`insert`] wrote. What can't be read admits nobody: left out, it might admit everybody.
fn networks(text: &str) -> Vec<IpNet> {
    let nowhere = IpNet::from(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    text.split(' ').filter(|part| !part.is_empty()).map(|part| part.parse().unwrap_or(nowhere)).collect()
}

fn stored(row: user_tokens::Model) -> StoredToken {
    let revoked = row.revoked_at.map(|at| {
        let by = RevokedBy::from_name(row.revoked_by.as_deref().unwrap_or_default());
        (Timestamp(at), by, row.revoked_reason.unwrap_or_default())
    });
    StoredToken {
        id: TokenId(row.id),
        user: UserId(row.user_id),
        name: row.name,
        scopes: Scopes::from_names(&row.scopes),
        networks: networks(&row.networks),
        created_at: Timestamp(row.created_at),
        end: TokenEnd {
            expires_at: row.expires_at.map(Timestamp),
            retires_at: row.retires_at.map(Timestamp),
            revoked,
        },
    }
}
