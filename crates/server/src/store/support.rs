//! Requests to support, and what was answered.

use domain::{
    Timestamp, UserId,
    support::{SupportReply, SupportRequest, SupportState},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    TryInsertResult,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{
    Connection, StoreResult,
    entity::{support_replies, support_requests},
    purge,
};

/// A request as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRequest {
    /// Which.
    pub id: Uuid,
    /// Whose; nobody's any more once the account is gone.
    pub user: Option<UserId>,
    /// What its person sees in their list.
    pub request: SupportRequest,
    /// What they described.
    pub description: String,
    /// Their screenshot, in the object store.
    pub screenshot: Option<Uuid>,
}

/// Stores a new request, unless its id or its reference is taken. Answers whether it was stored.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(db: &impl Connection, stored: &StoredRequest) -> StoreResult<bool> {
    let StoredRequest { id, user, request, description, screenshot } = stored.clone();
    let row = support_requests::ActiveModel {
        id: Set(id),
        reference: Set(request.reference),
        user_id: Set(user.map(|user| user.0)),
        category: Set(request.category),
        title: Set(request.title),
        description: Set(description),
        screenshot_id: Set(screenshot),
        state: Set(request.state.key().to_owned()),
        created_at: Set(request.created_at.0),
        updated_at: Set(request.updated_at.0),
    };
    // Not as an error: PostgreSQL would end the transaction.
    let inserted = support_requests::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(db)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1)))
}

/// The request with this id.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find(db: &impl Connection, id: Uuid) -> StoreResult<Option<StoredRequest>> {
    let row = support_requests::Entity::find_by_id(id).one(db).await?;
    Ok(row.and_then(stored))
}

/// The request with this reference.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find_by_reference(db: &impl Connection, reference: &str) -> StoreResult<Option<StoredRequest>> {
    let same = support_requests::Column::Reference.eq(reference);
    let row = support_requests::Entity::find().filter(same).one(db).await?;
    Ok(row.and_then(stored))
}

/// A person's requests, the latest first, at most `limit`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn of_person(db: &impl Connection, user: UserId, limit: u64) -> StoreResult<Vec<SupportRequest>> {
    let rows = support_requests::Entity::find()
        .filter(support_requests::Column::UserId.eq(user.0))
        .order_by_desc(support_requests::Column::CreatedAt)
        .order_by_desc(support_requests::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(stored).map(|stored| stored.request).collect())
}

/// When a person submitted the request before their last `later` ones.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn submitted_before_last(
    db: &impl Connection,
    user: UserId,
    later: u64,
) -> StoreResult<Option<Timestamp>> {
    let at: Option<i64> = support_requests::Entity::find()
        .select_only()
        .column(support_requests::Column::CreatedAt)
        .filter(support_requests::Column::UserId.eq(user.0))
        .order_by_desc(support_requests::Column::CreatedAt)
        .offset(later)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(at.map(Timestamp))
}

/// All requests, or those in one state, the latest first, at most `limit`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn list(
    db: &impl Connection,
    state: Option<SupportState>,
    limit: u64,
) -> StoreResult<Vec<StoredRequest>> {
    let states: Vec<_> =
        SupportState::ALL.iter().filter(|each| state.is_none_or(|state| state == **each)).collect();
    let rows = support_requests::Entity::find()
        .filter(support_requests::Column::State.is_in(states.into_iter().map(|state| state.key())))
        .order_by_desc(support_requests::Column::CreatedAt)
        .order_by_desc(support_requests::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// Gives a request another state.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn set_state(
    db: &impl Connection,
    id: Uuid,
    state: SupportState,
    now: Timestamp,
) -> StoreResult<()> {
    support_requests::Entity::update_many()
        .col_expr(support_requests::Column::State, Expr::value(state.key()))
        .col_expr(support_requests::Column::UpdatedAt, Expr::value(now.0))
        .filter(support_requests::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Stores an answer to a request.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert_reply(
    db: &impl Connection,
    id: Uuid,
    request: Uuid,
    reply: &SupportReply,
) -> StoreResult<()> {
    let row = support_replies::ActiveModel {
        id: Set(id),
        request_id: Set(request),
        text: Set(reply.text.clone()),
        at: Set(reply.at.0),
    };
    support_replies::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// An answer, and which request it is to.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find_reply(db: &impl Connection, id: Uuid) -> StoreResult<Option<(Uuid, SupportReply)>> {
    let row = support_replies::Entity::find_by_id(id).one(db).await?;
    Ok(row.map(|row| (row.request_id, reply(row))))
}

/// The answers to a request, the oldest first, at most `limit`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn replies(db: &impl Connection, request: Uuid, limit: u64) -> StoreResult<Vec<SupportReply>> {
    let rows = support_replies::Entity::find()
        .filter(support_replies::Column::RequestId.eq(request))
        .order_by_asc(support_replies::Column::At)
        .order_by_asc(support_replies::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(reply).collect())
}

/// Removes up to `limit` requests that nothing happened to since `before` and that nobody waits for: those that are
/// closed, and those whose person has no account any more. What was answered goes with them. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(db: &impl Connection, before: Timestamp, limit: u64) -> StoreResult<u64> {
    use support_requests::Column::{State, UpdatedAt, UserId};
    let over = State.eq(SupportState::Closed.key()).or(UserId.is_null());
    purge::some::<support_requests::Entity>(db, UpdatedAt.lt(before.0).and(over), limit).await
}

fn reply(row: support_replies::Model) -> SupportReply {
    SupportReply { text: row.text, at: Timestamp(row.at) }
}

/// Nothing for a state that this version doesn't know: a newer one may write to the same database.
pub(super) fn stored(row: support_requests::Model) -> Option<StoredRequest> {
    let request = SupportRequest {
        reference: row.reference,
        category: row.category,
        title: row.title,
        state: SupportState::from_key(&row.state)?,
        created_at: Timestamp(row.created_at),
        updated_at: Timestamp(row.updated_at),
    };
    Some(StoredRequest {
        id: row.id,
        user: row.user_id.map(UserId),
        request,
        description: row.description,
        screenshot: row.screenshot_id,
    })
}
