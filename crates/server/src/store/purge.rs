//! Removing what has had its day, a few rows at a time: nobody waits long for their lock.

use sea_orm::{
    EntityTrait, IntoSimpleExpr, Iterable as _, PrimaryKeyToColumn, PrimaryKeyTrait, QueryFilter as _,
    QuerySelect as _,
    sea_query::{Alias, Asterisk, Expr, ExprTrait as _, IntoCondition, Query},
};

use super::{Connection, StoreResult};

/// Removes up to `limit` rows for which `over` holds. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub(super) async fn some<E: EntityTrait>(
    db: &impl Connection,
    over: impl IntoCondition,
    limit: u64,
) -> StoreResult<u64> {
    let over = over.into_condition();
    let columns = || E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
    // Looked for beforehand: SQLite lets nobody else write while a statement that writes looks for its rows.
    let keys: Vec<<E::PrimaryKey as PrimaryKeyTrait>::ValueType> = E::find()
        .select_only()
        .columns(columns())
        .filter(over.clone())
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    if keys.is_empty() {
        return Ok(0);
    }
    let these = Query::select().column(Asterisk).from_values(keys, Alias::new("keys")).to_owned();
    let key = Expr::tuple(columns().map(IntoSimpleExpr::into_simple_expr));
    // And asked again: what somebody has just used is no longer over.
    Ok(E::delete_many().filter(over).filter(key.in_subquery(these)).exec(db).await?.rows_affected)
}
