//! Telling people in the app: who they are, page by page, and their notifications.

use domain::{Timestamp, UserId, organisation::ClientId};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::{Expr, LockType, OnConflict},
};
use uuid::Uuid;

use super::{
    Connection, StoreResult,
    entity::{events, memberships, notification_heads, notifications, users},
    events::Event,
    purge,
};

/// The members of an organisation but for these, in the order of their ids, after one of them.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn members(
    db: &impl Connection,
    client: ClientId,
    but: &[UserId],
    after: Option<UserId>,
    limit: u64,
) -> StoreResult<Vec<UserId>> {
    let mut members = memberships::Entity::find()
        .select_only()
        .column(memberships::Column::UserId)
        .filter(memberships::Column::ClientId.eq(client.0))
        .filter(memberships::Column::UserId.is_not_in(but.iter().map(|person| person.0)));
    if let Some(after) = after {
        members = members.filter(memberships::Column::UserId.gt(after.0));
    }
    let ids: Vec<Uuid> =
        members.order_by_asc(memberships::Column::UserId).limit(limit).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// Everybody, or those of these people who still have an account, in the order of their ids, after one of them.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn people(
    db: &impl Connection,
    of: Option<&[UserId]>,
    after: Option<UserId>,
    limit: u64,
) -> StoreResult<Vec<UserId>> {
    let mut people = users::Entity::find().select_only().column(users::Column::Id);
    people = people.filter(users::Column::DeletedAt.is_null());
    if let Some(of) = of {
        people = people.filter(users::Column::Id.is_in(of.iter().map(|person| person.0)));
    }
    if let Some(after) = after {
        people = people.filter(users::Column::Id.gt(after.0));
    }
    let ids: Vec<Uuid> = people.order_by_asc(users::Column::Id).limit(limit).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// Gives each of these people the number of one more notification. Until the transaction ends, nobody else gives
/// them one: so they must come in the order of their ids, or two that tell the same people wait for each other.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn next_numbers(db: &impl Connection, people: &[UserId]) -> StoreResult<Vec<(UserId, i64)>> {
    use notification_heads::{ActiveModel, Column, Entity};
    let rows = people.iter().map(|person| ActiveModel { user_id: Set(person.0), number: Set(1) });
    let one_more = Expr::col((Entity, Column::Number)).add(1);
    let heads = Entity::insert_many(rows)
        .on_conflict(OnConflict::column(Column::UserId).value(Column::Number, one_more).to_owned())
        .exec_with_returning(db)
        .await?;
    Ok(heads.into_iter().map(|head| (UserId(head.user_id), head.number)).collect())
}

/// Keeps a person from being told anything until the transaction ends, if they were told something before. For whoever
/// removes the person: telling takes this row first and the person's own after it, through the foreign keys. Taken the
/// other way round, each would wait for the other. On SQLite a transaction that writes waits at its beginning.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn lock_head(db: &impl Connection, user: UserId) -> StoreResult<()> {
    notification_heads::Entity::find_by_id(user.0).lock(LockType::Update).one(db).await?;
    Ok(())
}

/// Stores an event as the notifications of these people, each with its number. Who has it already keeps it.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(db: &impl Connection, event: &Event, to: &[(UserId, i64)]) -> StoreResult<()> {
    use notifications::{ActiveModel, Column, Entity};
    let rows = to.iter().map(|(person, number)| ActiveModel {
        user_id: Set(person.0),
        number: Set(*number),
        event_id: Set(event.id),
        unread: Set(true),
        at: Set(event.at.0),
    });
    Entity::insert_many(rows)
        .on_conflict_do_nothing_on([Column::EventId, Column::UserId])
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Removes up to `limit` notifications from before `before`. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(db: &impl Connection, before: Timestamp, limit: u64) -> StoreResult<u64> {
    let old = notifications::Column::At.lt(before.0);
    purge::some::<notifications::Entity>(db, old, limit).await
}

/// Removes up to `limit` events from before `before`, with whatever hangs on them. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge_events(db: &impl Connection, before: Timestamp, limit: u64) -> StoreResult<u64> {
    let old = events::Column::At.lt(before.0);
    purge::some::<events::Entity>(db, old, limit).await
}
