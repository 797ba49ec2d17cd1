//! Exports of people's data: how far each is, and which object it became.
//!
//! Each row has a time at which something becomes of it: one that is under way has failed by then, any other is
//! removed.

use domain::{
    Locale, Timestamp, UserId,
    account::{Export, ExportId, ExportState},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::{Connection, StoreResult, entity::exports};

const UNDER_WAY: [&str; 2] = [ExportState::Waiting.key(), ExportState::Building.key()];

/// An export as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredExport {
    /// What its person sees of it.
    pub shown: Export,
    /// Whose.
    pub user: UserId,
    /// The language of who asked.
    pub locale: Locale,
    /// What it became, in the object store.
    pub object: Option<Uuid>,
}

/// Stores one that was asked for. It has failed if it is not ready at `until`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(
    db: &impl Connection,
    id: ExportId,
    user: UserId,
    locale: Locale,
    (now, until): (Timestamp, Timestamp),
) -> StoreResult<()> {
    let row = exports::ActiveModel {
        id: Set(id.0),
        user_id: Set(user.0),
        state: Set(ExportState::Waiting.key().to_owned()),
        progress: Set(0),
        locale: Set(locale.tag().to_owned()),
        requested_at: Set(now.0),
        object_id: Set(None),
        size: Set(None),
        expires_at: Set(Some(until.0)),
    };
    exports::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// One that has its time still before it.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find(db: &impl Connection, id: ExportId, now: Timestamp) -> StoreResult<Option<StoredExport>> {
    let row = exports::Entity::find_by_id(id.0).filter(exports::Column::ExpiresAt.gt(now.0)).one(db).await?;
    Ok(row.and_then(stored))
}

/// A person's that are under way, ready or failed and have their time still before them, the latest first, at most
/// `limit`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn list(
    db: &impl Connection,
    user: UserId,
    now: Timestamp,
    limit: u64,
) -> StoreResult<Vec<Export>> {
    let rows = exports::Entity::find()
        .filter(exports::Column::UserId.eq(user.0))
        .filter(exports::Column::State.ne(ExportState::Deleted.key()))
        .filter(exports::Column::ExpiresAt.gt(now.0))
        .order_by_desc(exports::Column::RequestedAt)
        .order_by_desc(exports::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(stored).map(|stored| stored.shown).collect())
}

/// When a person asked for the one before their last `later` ones that did not fail.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn requested_before_last(
    db: &impl Connection,
    user: UserId,
    later: u64,
) -> StoreResult<Option<Timestamp>> {
    let at: Option<i64> = exports::Entity::find()
        .select_only()
        .column(exports::Column::RequestedAt)
        .filter(exports::Column::UserId.eq(user.0))
        .filter(exports::Column::State.ne(ExportState::Failed.key()))
        .order_by_desc(exports::Column::RequestedAt)
        .offset(later)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(at.map(Timestamp))
}

/// Notes how far one is, in percent. Answers whether it is still under way.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn set_progress(db: &impl Connection, id: ExportId, percent: u8) -> StoreResult<bool> {
    let set = exports::Entity::update_many()
        .col_expr(exports::Column::State, Expr::value(ExportState::Building.key()))
        .col_expr(exports::Column::Progress, Expr::value(i16::from(percent)))
        .filter(exports::Column::Id.eq(id.0))
        .filter(exports::Column::State.is_in(UNDER_WAY))
        .exec(db)
        .await?;
    Ok(set.rows_affected == 1)
}

/// Notes that one is ready: what it became, how many bytes that has, and until when it stays. Answers whether it
/// was still under way.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn set_ready(
    db: &impl Connection,
    id: ExportId,
    (object, size): (Uuid, u64),
    until: Timestamp,
) -> StoreResult<bool> {
    let set = exports::Entity::update_many()
        .col_expr(exports::Column::State, Expr::value(ExportState::Ready.key()))
        .col_expr(exports::Column::Progress, Expr::value(100_i16))
        .col_expr(exports::Column::ObjectId, Expr::value(object))
        .col_expr(exports::Column::Size, Expr::value(i64::try_from(size).unwrap_or(i64::MAX)))
        .col_expr(exports::Column::ExpiresAt, Expr::value(until.0))
        .filter(exports::Column::Id.eq(id.0))
        .filter(exports::Column::State.is_in(UNDER_WAY))
        .exec(db)
        .await?;
    Ok(set.rows_affected == 1)
}

/// Notes that one that was under way failed. It stays until `until`. Answers whether it was still under way.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn set_failed(db: &impl Connection, id: ExportId, until: Timestamp) -> StoreResult<bool> {
    let set = exports::Entity::update_many()
        .col_expr(exports::Column::State, Expr::value(ExportState::Failed.key()))
        .col_expr(exports::Column::ExpiresAt, Expr::value(until.0))
        .filter(exports::Column::Id.eq(id.0))
        .filter(exports::Column::State.is_in(UNDER_WAY))
        .exec(db)
        .await?;
    Ok(set.rows_affected == 1)
}

/// Notes that its person deleted one. That they asked for it stays until `until`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn set_deleted(db: &impl Connection, id: ExportId, until: Timestamp) -> StoreResult<()> {
    exports::Entity::update_many()
        .col_expr(exports::Column::State, Expr::value(ExportState::Deleted.key()))
        .col_expr(exports::Column::ObjectId, Expr::value(Option::<Uuid>::None))
        .col_expr(exports::Column::ExpiresAt, Expr::value(until.0))
        .filter(exports::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Those that are under way past their time, at most `limit`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn overdue(db: &impl Connection, now: Timestamp, limit: u64) -> StoreResult<Vec<StoredExport>> {
    let rows = exports::Entity::find()
        .filter(exports::Column::ExpiresAt.lte(now.0))
        .filter(exports::Column::State.is_in(UNDER_WAY))
        .order_by_asc(exports::Column::ExpiresAt)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// Removes those whose time is over, at most `limit`. Answers for each what it became.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(db: &impl Connection, now: Timestamp, limit: u64) -> StoreResult<Vec<Option<Uuid>>> {
    let over = Query::select()
        .column(exports::Column::Id)
        .from(exports::Entity)
        .and_where(exports::Column::ExpiresAt.lte(now.0))
        .and_where(exports::Column::State.is_not_in(UNDER_WAY))
        .limit(limit)
        .to_owned();
    let these = exports::Column::Id.in_subquery(over);
    let removed = exports::Entity::delete_many().filter(these).exec_with_returning(db).await?;
    Ok(removed.into_iter().map(|row| row.object_id).collect())
}

/// Forgets one, as if nobody had asked for it.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn delete(db: &impl Connection, id: ExportId) -> StoreResult<()> {
    exports::Entity::delete_by_id(id.0).exec(db).await?;
    Ok(())
}

/// Nothing for a state that this version doesn't know: a newer one may write to the same database.
fn stored(row: exports::Model) -> Option<StoredExport> {
    let state = ExportState::from_key(&row.state)?;
    let expires_at = row.expires_at.map(Timestamp).filter(|_| state == ExportState::Ready);
    let shown = Export {
        id: ExportId(row.id),
        state,
        progress: u8::try_from(row.progress).unwrap_or(0),
        requested_at: Timestamp(row.requested_at),
        size: row.size.and_then(|size| u64::try_from(size).ok()),
        expires_at,
    };
    let locale = Locale::from(row.locale);
    Some(StoredExport { shown, user: UserId(row.user_id), locale, object: row.object_id })
}
