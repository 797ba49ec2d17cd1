//! Effects that are due. A message is written with the change that it follows from, and removed once
//! it is done; in between it is leased, so that two workers don't do it at once.

use domain::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, Condition, EntityTrait as _, ExprTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{Connection, StoreResult, entity::outbox, token_uses::BATCH};

/// What a message waits behind: only what is in the same lane. Each has a worker of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i16)]
pub enum Lane {
    /// What needs no mail server. Messages of older versions are here, mails too.
    Prompt = 0,
    /// Mails that somebody waits for.
    Awaited = 1,
    /// Mails about events, which may be thousands at once.
    Bulk = 2,
    /// What takes long: exports, and the rest of deletions.
    Long = 3,
}

impl Lane {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Prompt, Self::Awaited, Self::Bulk, Self::Long];
}

/// A message that is not in the outbox yet.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// Its id. Made from what it is about, it keeps the message from being there twice.
    pub id: Uuid,
    /// What it waits behind.
    pub lane: Lane,
    /// What to do, in JSON.
    pub payload: String,
    /// When.
    pub due: Timestamp,
}

/// A message that this worker holds.
#[derive(Clone, Debug)]
pub struct Leased {
    /// Its id.
    pub id: Uuid,
    /// What to do, in JSON.
    pub payload: String,
    /// Which try this is: the first is 1.
    pub attempt: i32,
    /// Until when it is this worker's.
    until: Timestamp,
}

impl Leased {
    /// The row, if it is still as this worker took it. One that another took meanwhile, or that was removed and is
    /// there again, looks the same but for the try and the end of the lease.
    fn unchanged(&self) -> Condition {
        self.same_try()
            .add(outbox::Column::Payload.eq(self.payload.as_str()))
            .add(outbox::Column::DueAt.eq(self.until.0))
    }

    fn same_try(&self) -> Condition {
        Condition::all().add(outbox::Column::Id.eq(self.id)).add(outbox::Column::Attempts.eq(self.attempt))
    }
}

/// Adds a message.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(db: &impl Connection, message: NewMessage) -> StoreResult<()> {
    outbox::Entity::insert(row(message)).exec_without_returning(db).await?;
    Ok(())
}

fn row(message: NewMessage) -> outbox::ActiveModel {
    outbox::ActiveModel {
        id: Set(message.id),
        lane: Set(message.lane as i16),
        payload: Set(message.payload),
        attempts: Set(0),
        due_at: Set(message.due.0),
        // It waits from when it could be done: see `count_created_before`.
        created_at: Set(message.due.0),
        last_error: Set(None),
    }
}

/// Adds those of these messages that aren't there. One that is stays as it is, and stays until the transaction
/// ends: whoever wants to remove it meanwhile waits.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert_new(db: &impl Connection, messages: Vec<NewMessage>) -> StoreResult<()> {
    // Not `DO NOTHING`, which would not keep it there.
    let keep = OnConflict::column(outbox::Column::Id).update_column(outbox::Column::Id).to_owned();
    let mut rows = messages.into_iter().map(row);
    loop {
        let some: Vec<_> = rows.by_ref().take(BATCH).collect();
        if some.is_empty() {
            return Ok(());
        }
        outbox::Entity::insert_many(some).on_conflict(keep.clone()).exec_without_returning(db).await?;
    }
}

/// The messages of a lane that are due, the longest due first, at most `limit`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn due(db: &impl Connection, lane: Lane, now: Timestamp, limit: u64) -> StoreResult<Vec<Uuid>> {
    Ok(outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Id)
        .filter(outbox::Column::Lane.eq(lane as i16))
        .filter(outbox::Column::DueAt.lte(now.0))
        .order_by_asc(outbox::Column::DueAt)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?)
}

/// Takes a due message until `until`: nobody else gets it before. Answers nothing when somebody else has.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn lease(
    db: &impl Connection,
    id: Uuid,
    now: Timestamp,
    until: Timestamp,
) -> StoreResult<Option<Leased>> {
    let taken = outbox::Entity::update_many()
        .col_expr(outbox::Column::DueAt, Expr::value(until.0))
        .col_expr(outbox::Column::Attempts, Expr::col(outbox::Column::Attempts).add(1))
        .filter(outbox::Column::Id.eq(id))
        .filter(outbox::Column::DueAt.lte(now.0))
        .exec(db)
        .await?;
    if taken.rows_affected == 0 {
        return Ok(None);
    }
    let row = outbox::Entity::find_by_id(id).one(db).await?;
    Ok(row.map(|row| Leased { id: row.id, payload: row.payload, attempt: row.attempts, until }))
}

/// Removes a message that is done. Answers whether it was still there: of two that do it, one did.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn done(db: &impl Connection, id: Uuid) -> StoreResult<bool> {
    Ok(outbox::Entity::delete_by_id(id).exec(db).await?.rows_affected == 1)
}

/// Removes messages that nothing is to come of any more.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn drop_all(db: &impl Connection, ids: Vec<Uuid>) -> StoreResult<()> {
    outbox::Entity::delete_many().filter(outbox::Column::Id.is_in(ids)).exec(db).await?;
    Ok(())
}

/// Removes a message that is done, if it is still the one that this worker took. Answers whether it was.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn finish(db: &impl Connection, leased: &Leased) -> StoreResult<bool> {
    Ok(outbox::Entity::delete_many().filter(leased.unchanged()).exec(db).await?.rows_affected == 1)
}

/// Makes another message of one that is done in part, and keeps it until `until`, if it is still the one that this
/// worker took. Answers what the worker holds now, if it was.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn advance(
    db: &impl Connection,
    leased: &Leased,
    payload: String,
    until: Timestamp,
) -> StoreResult<Option<Leased>> {
    let advanced = outbox::Entity::update_many()
        .col_expr(outbox::Column::Payload, Expr::value(payload.as_str()))
        .col_expr(outbox::Column::DueAt, Expr::value(until.0))
        .filter(leased.unchanged())
        .exec(db)
        .await?;
    let held = Leased { id: leased.id, payload, attempt: leased.attempt, until };
    Ok(Some(held).filter(|_| advanced.rows_affected == 1))
}

/// Puts a message off until `due`, with the reason, unless another worker has taken it meanwhile. It may have been
/// advanced by this one.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn put_off(db: &impl Connection, leased: &Leased, due: Timestamp, reason: &str) -> StoreResult<()> {
    outbox::Entity::update_many()
        .col_expr(outbox::Column::DueAt, Expr::value(due.0))
        .col_expr(outbox::Column::LastError, Expr::value(reason))
        .filter(leased.same_try())
        .exec(db)
        .await?;
    Ok(())
}

/// Makes everything due that was begun, whoever holds it and however long it was put off.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn make_begun_due(db: &impl Connection, now: Timestamp) -> StoreResult<()> {
    outbox::Entity::update_many()
        .col_expr(outbox::Column::DueAt, Expr::value(now.0))
        .filter(outbox::Column::Attempts.gt(0))
        .filter(outbox::Column::DueAt.gt(now.0))
        .exec(db)
        .await?;
    Ok(())
}

/// How many messages wait.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn count(db: &impl Connection) -> StoreResult<u64> {
    Ok(outbox::Entity::find().count(db).await?)
}

/// How many messages have waited since before `before`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn count_created_before(db: &impl Connection, before: Timestamp) -> StoreResult<u64> {
    Ok(outbox::Entity::find().filter(outbox::Column::CreatedAt.lt(before.0)).count(db).await?)
}
