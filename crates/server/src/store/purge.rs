//! Removing what has had its day, a few rows at a time: nobody waits long for their lock.

use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait, Iterable as _, PrimaryKeyToColumn, PrimaryKeyTrait,
    QueryFilter as _, QuerySelect as _,
    sea_query::{IntoCondition, IntoValueTuple as _},
};

use super::{Connection, StoreResult};

/// So many keys are named in one statement: SQLite bears a thousand alternatives.
const NAMED: usize = 200;

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
    let mut removed = 0;
    let rows: Vec<Condition> = keys.into_iter().map(row::<E>).collect();
    for rows in rows.chunks(NAMED) {
        let these = rows.iter().cloned().fold(Condition::any(), Condition::add);
        // And asked again: what somebody has just used is no longer over.
        let gone = E::delete_many().filter(over.clone()).filter(these).exec(db).await?;
        removed += gone.rows_affected;
    }
    Ok(removed)
}

/// Column by column: with tuples SQLite walks the rows of `over` and compares each, instead of looking the keys up.
fn row<E: EntityTrait>(key: <E::PrimaryKey as PrimaryKeyTrait>::ValueType) -> Condition {
    let columns = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
    let values = key.into_value_tuple();
    columns.zip(values).fold(Condition::all(), |all, (column, value)| all.add(column.eq(value)))
}
