//! What the platform reported: each report once, and the bursts that are still under way.

use domain::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QuerySelect as _, TryInsertResult,
    sea_query::{Expr, LockType},
};
use uuid::Uuid;

use super::{
    Connection, StoreResult,
    entity::{event_bursts, event_reports, events},
    purge,
};

/// A report as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The hash of the service and its key.
    pub key: String,
    /// The hash of what it said.
    pub request: String,
    /// Which event it became, or belongs to.
    pub event: Uuid,
    /// How often that had happened then.
    pub count: i32,
    /// When.
    pub at: Timestamp,
}

/// A burst as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Burst {
    /// What happens so often.
    pub event: Uuid,
    /// When the next one is no longer the same.
    pub until: Timestamp,
}

/// The report with this key.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find_report(db: &impl Connection, key: &str) -> StoreResult<Option<Report>> {
    let row = event_reports::Entity::find_by_id(key.to_owned()).one(db).await?;
    Ok(row.map(|row| Report {
        key: row.key,
        request: row.request,
        event: row.event_id,
        count: row.count,
        at: Timestamp(row.at),
    }))
}

/// Stores a report. Answers whether there is none with its key: somebody else's transaction that has it is waited
/// for.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert_report(db: &impl Connection, report: Report) -> StoreResult<bool> {
    let row = event_reports::ActiveModel {
        key: Set(report.key),
        request: Set(report.request),
        event_id: Set(report.event),
        count: Set(report.count),
        at: Set(report.at.0),
    };
    let inserted = event_reports::Entity::insert(row)
        .on_conflict_do_nothing_on([event_reports::Column::Key])
        .exec_without_returning(db)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1)))
}

/// The burst with this key, which nobody else counts in until the transaction ends.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn lock_burst(db: &impl Connection, key: &str) -> StoreResult<Option<Burst>> {
    let row = event_bursts::Entity::find_by_id(key.to_owned()).lock(LockType::Update).one(db).await?;
    Ok(row.map(|row| Burst { event: row.event_id, until: Timestamp(row.until) }))
}

/// Stores a new burst. Answers whether there is none with its key: somebody else's transaction that has it is
/// waited for.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert_burst(db: &impl Connection, key: &str, burst: Burst) -> StoreResult<bool> {
    let row = event_bursts::ActiveModel {
        key: Set(key.to_owned()),
        event_id: Set(burst.event),
        until: Set(burst.until.0),
    };
    let inserted = event_bursts::Entity::insert(row)
        .on_conflict_do_nothing_on([event_bursts::Column::Key])
        .exec_without_returning(db)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1)))
}

/// Puts a burst in the place of the one before it, which this transaction has locked.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn replace_burst(db: &impl Connection, key: &str, burst: Burst) -> StoreResult<()> {
    event_bursts::Entity::update_many()
        .col_expr(event_bursts::Column::EventId, Expr::value(burst.event))
        .col_expr(event_bursts::Column::Until, Expr::value(burst.until.0))
        .filter(event_bursts::Column::Key.eq(key))
        .exec(db)
        .await?;
    Ok(())
}

/// Counts an event once more. Answers how often it happened.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn count(db: &impl Connection, event: Uuid) -> StoreResult<Option<i32>> {
    events::Entity::update_many()
        .col_expr(events::Column::Count, Expr::col(events::Column::Count).add(1))
        .filter(events::Column::Id.eq(event))
        .exec(db)
        .await?;
    Ok(events::Entity::find_by_id(event)
        .select_only()
        .column(events::Column::Count)
        .into_tuple()
        .one(db)
        .await?)
}

/// Removes up to `limit` reports from before `before`. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge_reports(db: &impl Connection, before: Timestamp, limit: u64) -> StoreResult<u64> {
    let old = event_reports::Column::At.lt(before.0);
    purge::some::<event_reports::Entity>(db, old, limit).await
}

/// Removes up to `limit` bursts that are over. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge_bursts(db: &impl Connection, now: Timestamp, limit: u64) -> StoreResult<u64> {
    let over = event_bursts::Column::Until.lte(now.0);
    purge::some::<event_bursts::Entity>(db, over, limit).await
}
