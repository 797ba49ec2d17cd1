//! The credentials of platform services. Only a hash is kept.

use domain::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, sea_query::Expr,
};
use uuid::Uuid;

use super::{Connection, StoreResult, entity::service_credentials};

/// A service's credential as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceCredential {
    /// Which.
    pub id: Uuid,
    /// The service's name.
    pub name: String,
    /// When it came to be.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Stores a new one.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(
    db: &impl Connection,
    credential: &ServiceCredential,
    secret_hash: String,
) -> StoreResult<()> {
    let row = service_credentials::ActiveModel {
        id: Set(credential.id),
        name: Set(credential.name.clone()),
        secret_hash: Set(secret_hash),
        created_at: Set(credential.created_at.0),
        revoked_at: Set(None),
    };
    service_credentials::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The one with this hash.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find_by_hash(db: &impl Connection, secret_hash: &str) -> StoreResult<Option<ServiceCredential>> {
    let same = service_credentials::Column::SecretHash.eq(secret_hash);
    Ok(service_credentials::Entity::find().filter(same).one(db).await?.map(stored))
}

/// Up to `limit` of them, the youngest first.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn list(db: &impl Connection, limit: u64) -> StoreResult<Vec<ServiceCredential>> {
    let rows = service_credentials::Entity::find()
        .order_by_desc(service_credentials::Column::CreatedAt)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(stored).collect())
}

/// Ends one. Answers whether it worked until now.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn revoke(db: &impl Connection, id: Uuid, now: Timestamp) -> StoreResult<bool> {
    let result = service_credentials::Entity::update_many()
        .col_expr(service_credentials::Column::RevokedAt, Expr::value(now.0))
        .filter(service_credentials::Column::Id.eq(id))
        .filter(service_credentials::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(result.rows_affected == 1)
}

fn stored(row: service_credentials::Model) -> ServiceCredential {
    ServiceCredential {
        id: row.id,
        name: row.name,
        created_at: Timestamp(row.created_at),
        revoked_at: row.revoked_at.map(Timestamp),
    }
}
