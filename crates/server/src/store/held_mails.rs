//! What waits for a person's daily mail, or for the end of their quiet hours.

use domain::{Timestamp, UserId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::{Connection, StoreResult, entity::held_mails};

/// Has an event wait for these people's mail, until a time each. What waits already keeps its time.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(db: &impl Connection, event: Uuid, to: &[(UserId, Timestamp)]) -> StoreResult<()> {
    let rows = to.iter().map(|(person, due)| held_mails::ActiveModel {
        user_id: Set(person.0),
        event_id: Set(event),
        due_at: Set(due.0),
    });
    held_mails::Entity::insert_many(rows)
        .on_conflict_do_nothing_on([held_mails::Column::UserId, held_mails::Column::EventId])
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// The events that wait for a person's mail of `until` or before, at most `limit`, those that are due first.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn waiting(
    db: &impl Connection,
    user: UserId,
    until: Timestamp,
    limit: u64,
) -> StoreResult<Vec<Uuid>> {
    Ok(held_mails::Entity::find()
        .select_only()
        .column(held_mails::Column::EventId)
        .filter(due(user, until))
        .order_by_asc(held_mails::Column::DueAt)
        .order_by_asc(held_mails::Column::EventId)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?)
}

/// Whether anything waits for a person's mail of `until` or before.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn is_waiting(db: &impl Connection, user: UserId, until: Timestamp) -> StoreResult<bool> {
    Ok(held_mails::Entity::find().filter(due(user, until)).limit(1).one(db).await?.is_some())
}

/// The moments that a person's mail waits for, at most `limit`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn moments(db: &impl Connection, user: UserId, limit: u64) -> StoreResult<Vec<Timestamp>> {
    let moments: Vec<i64> = held_mails::Entity::find()
        .select_only()
        .column(held_mails::Column::DueAt)
        .distinct()
        .filter(held_mails::Column::UserId.eq(user.0))
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    Ok(moments.into_iter().map(Timestamp).collect())
}

/// These events wait no more.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn delete(db: &impl Connection, user: UserId, events: &[Uuid]) -> StoreResult<()> {
    held_mails::Entity::delete_many()
        .filter(held_mails::Column::UserId.eq(user.0))
        .filter(held_mails::Column::EventId.is_in(events.iter().copied()))
        .exec(db)
        .await?;
    Ok(())
}

fn due(user: UserId, until: Timestamp) -> Condition {
    Condition::all().add(held_mails::Column::UserId.eq(user.0)).add(held_mails::Column::DueAt.lte(until.0))
}
