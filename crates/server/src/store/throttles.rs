//! Counters of failures. They are rows, so that a restart or another instance knows them too.

use domain::Timestamp;
use sea_orm::{ColumnTrait as _, DbBackend, EntityTrait as _, ExprTrait as _, Statement};

use super::{Connection, StoreResult, entity::throttles, purge};

/// A time that never comes, written out for the statement.
const FOR_GOOD: i64 = i64::MAX;

/// How many failures a counter bears.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// So many cost nothing.
    pub free: i32,
    /// After so many it is over until the counter is cleared.
    pub most: Option<i32>,
}

/// Counts a try as failed before its outcome is known, and blocks the key once more than `free` have
/// been: for 30 seconds, then twice as long with each failure, up to an hour; from `most` on for good. A counter that was quiet
/// since `forget_before` begins anew. Answers whether the try may go on; if the key is blocked at
/// `now`, nothing is counted either, so that hammering prolongs no block.
///
/// It is one statement, so that no number of tries at once gets more than its share.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn count(
    db: &impl Connection,
    key: &str,
    bounds: Bounds,
    now: Timestamp,
    forget_before: Timestamp,
) -> StoreResult<bool> {
    // Written out, in words that both databases have: built piece by piece it would be harder to read.
    let failures = "(CASE WHEN throttles.updated_at < $3 THEN 1 ELSE throttles.failures + 1 END)";
    let sql = format!(
        "INSERT INTO throttles (key, failures, blocked_until, updated_at) VALUES ($1, 1, 0, $2)
        ON CONFLICT (key) DO UPDATE SET
            failures = {failures},
            blocked_until = CASE
                WHEN {failures} < $4 THEN 0
                WHEN {failures} >= $5 THEN {FOR_GOOD}
                WHEN {failures} - $4 < 7 THEN $2 + (30000 << ({failures} - $4))
                ELSE $2 + 3600000
            END,
            updated_at = $2
        WHERE throttles.blocked_until <= $2
        RETURNING failures"
    );
    let most = bounds.most.unwrap_or(i32::MAX);
    let values = [key.into(), now.0.into(), forget_before.0.into(), bounds.free.into(), most.into()];
    Ok(db.query_one_raw(statement(db.get_database_backend(), &sql, values)).await?.is_some())
}

/// Until when a key is blocked; in the past when it isn't.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn blocked_until(db: &impl Connection, key: &str) -> StoreResult<Timestamp> {
    let row = throttles::Entity::find_by_id(key.to_owned()).one(db).await?;
    Ok(row.map_or(Timestamp::default(), |row| Timestamp(row.blocked_until)))
}

/// Takes one counted failure back: the try succeeded.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn refund(db: &impl Connection, key: &str) -> StoreResult<()> {
    let sql =
        "UPDATE throttles SET failures = failures - 1, blocked_until = 0 WHERE key = $1 AND failures > 0";
    db.execute_raw(statement(db.get_database_backend(), sql, [key.into()])).await?;
    Ok(())
}

/// Forgets a key.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn clear(db: &impl Connection, key: &str) -> StoreResult<()> {
    throttles::Entity::delete_by_id(key.to_owned()).exec(db).await?;
    Ok(())
}

/// Removes up to `limit` counters that were quiet since `before`, or count nothing and were since `empty_before`.
/// Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(
    db: &impl Connection,
    before: Timestamp,
    empty_before: Timestamp,
    limit: u64,
) -> StoreResult<u64> {
    let quiet = throttles::Column::UpdatedAt.lt(before.0);
    let empty = throttles::Column::Failures.lte(0).and(throttles::Column::UpdatedAt.lt(empty_before.0));
    purge::some::<throttles::Entity>(db, quiet.or(empty), limit).await
}

fn statement<const N: usize>(backend: DbBackend, sql: &str, values: [sea_orm::Value; N]) -> Statement {
    Statement::from_sql_and_values(backend, sql, values)
}
