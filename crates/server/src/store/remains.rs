//! What is left of a deleted account after the transaction that deleted it: removed a few rows at a time.

use domain::UserId;
use sea_orm::{
    ColumnTrait as _, EntityTrait, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    TryGetable, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Connection, StoreResult,
    entity::{
        events, exports, flows, held_mails, notifications, passkey_ceremonies, pending_sign_ins,
        security_events, support_requests, users,
    },
};

/// Rows of which there may be very many, in the order in which they go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remains {
    /// What waits for their mail.
    HeldMails,
    /// What they alone were told of, with their notifications of it.
    Events,
    /// Their other notifications.
    Notifications,
    /// Their activity.
    SecurityEvents,
    /// That they did what others were told of: from then on it was somebody who is deleted.
    Deeds,
}

impl Remains {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::HeldMails, Self::Events, Self::Notifications, Self::SecurityEvents, Self::Deeds];
}

/// Removes up to `limit` rows of a deleted person. Answers how many.
///
/// The rows are looked for beforehand and then named by their keys alone: with the person beside the keys, SQLite
/// reads every row of theirs to find these few, and lets nobody else write while it does.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn remove_some(db: &impl Connection, user: UserId, what: Remains, limit: u64) -> StoreResult<u64> {
    let id = user.0;
    match what {
        Remains::HeldMails => {
            // The person is half of the key, as of that of a notification.
            let theirs = || held_mails::Column::UserId.eq(id);
            let key = held_mails::Column::EventId;
            let these: Vec<Uuid> = keys::<held_mails::Entity, _>(db, key, theirs(), limit).await?;
            remove::<held_mails::Entity>(db, theirs().and(key.is_in(these))).await
        }
        Remains::Events => {
            let key = events::Column::Id;
            let these: Vec<Uuid> =
                keys::<events::Entity, _>(db, key, events::Column::UserId.eq(id), limit).await?;
            remove::<events::Entity>(db, key.is_in(these)).await
        }
        Remains::Notifications => {
            let theirs = || notifications::Column::UserId.eq(id);
            let key = notifications::Column::Number;
            let these: Vec<i64> = keys::<notifications::Entity, _>(db, key, theirs(), limit).await?;
            remove::<notifications::Entity>(db, theirs().and(key.is_in(these))).await
        }
        Remains::SecurityEvents => {
            let key = security_events::Column::Id;
            let theirs = security_events::Column::UserId.eq(id);
            let these: Vec<Uuid> = keys::<security_events::Entity, _>(db, key, theirs, limit).await?;
            remove::<security_events::Entity>(db, key.is_in(these)).await
        }
        Remains::Deeds => {
            let key = events::Column::Id;
            let these: Vec<Uuid> =
                keys::<events::Entity, _>(db, key, events::Column::ActorId.eq(id), limit).await?;
            disown(db, key.is_in(these)).await
        }
    }
}

/// The keys of up to `limit` rows of a deleted person.
async fn keys<E: EntityTrait, K: TryGetable>(
    db: &impl Connection,
    key: E::Column,
    theirs: Expr,
    limit: u64,
) -> StoreResult<Vec<K>> {
    let found = E::find().select_only().column(key).filter(theirs).limit(limit);
    Ok(found.into_tuple().all(db).await?)
}

async fn remove<E: EntityTrait>(db: &impl Connection, these: Expr) -> StoreResult<u64> {
    Ok(E::delete_many().filter(these).exec(db).await?.rows_affected)
}

/// From now on it was somebody who is deleted that did what these tell of.
async fn disown(db: &impl Connection, these: Expr) -> StoreResult<u64> {
    let disowned = events::Entity::update_many()
        .col_expr(events::Column::ActorId, Expr::value(super::events::DELETED.0))
        .filter(these)
        .exec(db)
        .await?;
    Ok(disowned.rows_affected)
}

/// Requests to support of a deleted person that have a screenshot, with which, at most `limit`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn screenshots(db: &impl Connection, user: UserId, limit: u64) -> StoreResult<Vec<(Uuid, Uuid)>> {
    let rows: Vec<(Uuid, Option<Uuid>)> = support_requests::Entity::find()
        .select_only()
        .columns([support_requests::Column::Id, support_requests::Column::ScreenshotId])
        .filter(support_requests::Column::UserId.eq(user.0))
        .filter(support_requests::Column::ScreenshotId.is_not_null())
        .order_by_asc(support_requests::Column::CreatedAt)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(request, screenshot)| Some((request, screenshot?))).collect())
}

/// These requests have no screenshot any more.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn forget_screenshots(db: &impl Connection, requests: &[Uuid]) -> StoreResult<()> {
    support_requests::Entity::update_many()
        .col_expr(support_requests::Column::ScreenshotId, Expr::value(None::<Uuid>))
        .filter(support_requests::Column::Id.is_in(requests.iter().copied()))
        .exec(db)
        .await?;
    Ok(())
}

/// Exports of a deleted person, with the object of each that has one, at most `limit`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn exports(
    db: &impl Connection,
    user: UserId,
    limit: u64,
) -> StoreResult<Vec<(Uuid, Option<Uuid>)>> {
    Ok(exports::Entity::find()
        .select_only()
        .columns([exports::Column::Id, exports::Column::ObjectId])
        .filter(exports::Column::UserId.eq(user.0))
        .order_by_asc(exports::Column::RequestedAt)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?)
}

/// Removes these exports.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn delete_exports(db: &impl Connection, these: &[Uuid]) -> StoreResult<()> {
    let these = exports::Column::Id.is_in(these.iter().copied());
    exports::Entity::delete_many().filter(these).exec(db).await?;
    Ok(())
}

/// Removes the tombstone of a deleted person, with the last of what names them: what was written by a request that was
/// under way when the account was deleted.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn delete_tombstone(db: &impl Connection, user: UserId) -> StoreResult<()> {
    let id = user.0;
    pending_sign_ins::Entity::delete_many().filter(pending_sign_ins::Column::UserId.eq(id)).exec(db).await?;
    let asked = passkey_ceremonies::Column::UserId.eq(id);
    passkey_ceremonies::Entity::delete_many().filter(asked).exec(db).await?;
    flows::Entity::delete_many().filter(flows::Column::UserId.eq(id)).exec(db).await?;
    disown(db, events::Column::ActorId.eq(id)).await?;
    let buried = users::Column::Id.eq(id).and(users::Column::DeletedAt.is_not_null());
    users::Entity::delete_many().filter(buried).exec(db).await?;
    Ok(())
}
