//! Who is told of which event in the app, and what of it they have read.

use domain::{
    UserId,
    notification::{NotificationId, NotificationKind, UNREAD_MAX},
    organisation::ClientId,
};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    Select,
    sea_query::{Alias, Expr, Query, SubQueryStatement},
};
use uuid::Uuid;

use super::{
    Connection, StoreResult,
    entity::{events, notification_heads, notifications},
    events::Event,
};

/// The place of an event among a person's notifications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The person's own number of it.
    pub number: i64,
    /// Whether they have read it.
    pub read: bool,
    /// What they are told of.
    pub event: Event,
}

/// Which of a person's notifications are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only those that are not read.
    pub unread: bool,
    /// Only those on one shelf.
    pub shelf: Option<Shelf>,
    /// Only those after this number.
    pub above: Option<i64>,
    /// Only those before this number.
    pub below: Option<i64>,
}

/// How the Core API sorts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// About the whole system, but for what is for one organisation.
    System,
    /// About the person.
    Person,
    /// About an organisation of theirs.
    Client(ClientId),
}

/// What is about the person, though it names an organisation: they may not belong to it, or no longer.
pub const PERSONAL: &[NotificationKind] = &[
    NotificationKind::InviteReceived,
    NotificationKind::Security,
    NotificationKind::YouWereRemoved,
    NotificationKind::OrganisationDeleted,
    NotificationKind::SupportReplied,
];

/// The latest of a person's notifications that are wanted, at most `limit`, the latest first, and the number that the
/// next page begins below, if there are more.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn page(
    db: &impl Connection,
    user: UserId,
    wanted: Wanted,
    limit: u64,
) -> StoreResult<(Vec<Told>, Option<i64>)> {
    let mut query = of(user);
    if wanted.unread {
        query = query.filter(notifications::Column::Unread.eq(true));
    }
    if let Some(above) = wanted.above {
        query = query.filter(notifications::Column::Number.gt(above));
    }
    if let Some(below) = wanted.below {
        query = query.filter(notifications::Column::Number.lt(below));
    }
    if let Some(shelf) = wanted.shelf {
        query = query.filter(shelf.holds());
    }
    let mut found = query
        .find_also_related(events::Entity)
        .order_by_desc(notifications::Column::Number)
        .limit(limit + 1)
        .all(db)
        .await?;
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > shown;
    found.truncate(shown);
    // Of the rows: what this version doesn't know ends no list.
    let next = found.last().filter(|_| more).map(|(row, _)| row.number);
    Ok((found.into_iter().filter_map(told).collect(), next))
}

/// One of a person's notifications, if it is on that shelf when one is named.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find(
    db: &impl Connection,
    user: UserId,
    id: NotificationId,
    shelf: Option<Shelf>,
) -> StoreResult<Option<Told>> {
    let mut query = of(user).filter(notifications::Column::EventId.eq(id.0));
    if let Some(shelf) = shelf {
        query = query.filter(shelf.holds());
    }
    Ok(query.find_also_related(events::Entity).one(db).await?.and_then(told))
}

/// How many are unread, counted up to [`UNREAD_MAX`], and the number of the latest: one query, which an index
/// answers.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn counts(db: &impl Connection, user: UserId) -> StoreResult<(u32, i64)> {
    let some = Query::select()
        .expr(Expr::val(1))
        .from(notifications::Entity)
        .and_where(notifications::Column::UserId.eq(user.0))
        .and_where(notifications::Column::Unread.eq(true))
        .limit(u64::from(UNREAD_MAX))
        .take();
    let unread = Query::select().expr(Expr::cust("COUNT(*)")).from_subquery(some, Alias::new("some")).take();
    let latest = Query::select()
        .column(notification_heads::Column::Number)
        .from(notification_heads::Entity)
        .and_where(notification_heads::Column::UserId.eq(user.0))
        .take();
    let both = Query::select()
        .expr_as(Expr::from(SubQueryStatement::from(unread)), Alias::new("unread"))
        .expr_as(Expr::from(SubQueryStatement::from(latest)), Alias::new("latest"))
        .take();
    let Some(row) = db.query_one(&both).await? else { return Ok((0, 0)) };
    let unread: i64 = row.try_get("", "unread")?;
    let latest: Option<i64> = row.try_get("", "latest")?;
    Ok((u32::try_from(unread).unwrap_or(UNREAD_MAX), latest.unwrap_or(0)))
}

/// Marks one of a person's notifications as read or unread. Answers whether it is there.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn mark(db: &impl Connection, user: UserId, id: NotificationId, read: bool) -> StoreResult<bool> {
    let marked = notifications::Entity::update_many()
        .col_expr(notifications::Column::Unread, Expr::value(!read))
        .filter(notifications::Column::UserId.eq(user.0))
        .filter(notifications::Column::EventId.eq(id.0))
        .exec(db)
        .await?;
    Ok(marked.rows_affected == 1)
}

/// Marks all of a person's as read, up to a number. Answers how many were not.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn mark_all(db: &impl Connection, user: UserId, up_to: i64) -> StoreResult<u64> {
    let marked = notifications::Entity::update_many()
        .col_expr(notifications::Column::Unread, Expr::value(false))
        .filter(notifications::Column::UserId.eq(user.0))
        .filter(notifications::Column::Unread.eq(true))
        .filter(notifications::Column::Number.lte(up_to))
        .exec(db)
        .await?;
    Ok(marked.rows_affected)
}

/// Who is told of an event, with their numbers of it: up to `limit` of them after `after`, in the order of their ids.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn told_of(
    db: &impl Connection,
    event: Uuid,
    after: Option<UserId>,
    limit: u64,
) -> StoreResult<Vec<(UserId, i64)>> {
    let mut query = notifications::Entity::find()
        .select_only()
        .column(notifications::Column::UserId)
        .column(notifications::Column::Number)
        .filter(notifications::Column::EventId.eq(event));
    if let Some(after) = after {
        query = query.filter(notifications::Column::UserId.gt(after.0));
    }
    let rows: Vec<(Uuid, i64)> =
        query.order_by_asc(notifications::Column::UserId).limit(limit).into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(user, number)| (UserId(user), number)).collect())
}

fn of(user: UserId) -> Select<notifications::Entity> {
    notifications::Entity::find().filter(notifications::Column::UserId.eq(user.0))
}

/// Nothing for a kind that this version doesn't know.
fn told((row, event): (notifications::Model, Option<events::Model>)) -> Option<Told> {
    let event = super::events::stored(event?)?;
    Some(Told { number: row.number, read: !row.unread, event })
}

impl Shelf {
    /// The shelf that what happened is on.
    #[must_use]
    pub fn of(kind: NotificationKind, client: Option<ClientId>) -> Self {
        match (kind, client) {
            (kind, Some(client)) if !PERSONAL.contains(&kind) => Self::Client(client),
            (NotificationKind::SystemUpdate, _) => Self::System,
            _ => Self::Person,
        }
    }

    /// The same, for the database.
    fn holds(self) -> Expr {
        let system = NotificationKind::SystemUpdate.key();
        let personal = PERSONAL.iter().map(|kind| kind.key());
        match self {
            Self::System => events::Column::Kind.eq(system).and(events::Column::ClientId.is_null()),
            Self::Client(client) => {
                events::Column::ClientId.eq(client.0).and(events::Column::Kind.is_not_in(personal))
            }
            Self::Person => events::Column::Kind
                .ne(system)
                .and(events::Column::ClientId.is_null().or(events::Column::Kind.is_in(personal))),
        }
    }
}
