//! What is left of a deleted account after the transaction that deleted it: removed a few rows at a time.

use domain::UserId;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Connection, StoreResult,
    entity::{
        events, exports, flows, held_mails, notifications, passkey_ceremonies, pending_sign_ins,
        security_events, support_requests, users,
    },
    purge,
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
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn remove_some(db: &impl Connection, user: UserId, what: Remains, limit: u64) -> StoreResult<u64> {
    let id = user.0;
    match what {
        Remains::HeldMails => {
            purge::some::<held_mails::Entity>(db, held_mails::Column::UserId.eq(id), limit).await
        }
        Remains::Events => purge::some::<events::Entity>(db, events::Column::UserId.eq(id), limit).await,
        Remains::Notifications => {
            purge::some::<notifications::Entity>(db, notifications::Column::UserId.eq(id), limit).await
        }
        Remains::SecurityEvents => {
            purge::some::<security_events::Entity>(db, security_events::Column::UserId.eq(id), limit).await
        }
        Remains::Deeds => disown_some(db, user, limit).await,
    }
}

async fn disown_some(db: &impl Connection, user: UserId, limit: u64) -> StoreResult<u64> {
    let theirs = events::Column::ActorId.eq(user.0);
    let these: Vec<Uuid> = events::Entity::find()
        .select_only()
        .column(events::Column::Id)
        .filter(theirs)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    if these.is_empty() {
        return Ok(0);
    }
    let disowned = events::Entity::update_many()
        .col_expr(events::Column::ActorId, Expr::value(super::events::DELETED.0))
        .filter(events::Column::Id.is_in(these))
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
    let buried = users::Column::Id.eq(id).and(users::Column::DeletedAt.is_not_null());
    users::Entity::delete_many().filter(buried).exec(db).await?;
    Ok(())
}
