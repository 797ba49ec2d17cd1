//! A person's notifications: their list, what is read, and what open windows are told.

mod actors;
mod stream;

use domain::{
    ErrorCode, UserId,
    notification::{Notification, NotificationFilter, NotificationId, NotificationsPage},
};

pub use crate::store::notifications::Shelf;
pub(crate) use actors::doers;
pub use stream::{Following, follow};

use super::{Failure, PAGE_SIZE};
use crate::{
    app::App,
    auth::{Actor, CurrentUser},
    ports::broadcast::News,
    store::{
        self, Connection,
        notifications::{Told, Wanted},
    },
};

/// A page of the person's notifications, the latest first; those below a number if one is given.
///
/// # Errors
/// `unavailable`.
pub async fn page(
    app: &App,
    user: &CurrentUser,
    filter: NotificationFilter,
    below: Option<i64>,
) -> Result<NotificationsPage, Failure> {
    let db = app.database.connection();
    let (unread, latest) = store::notifications::counts(db, user.id).await?;
    let wanted = Wanted { unread: filter == NotificationFilter::Unread, below, ..Wanted::default() };
    let (items, next) = some(app, user.id, wanted, PAGE_SIZE).await?;
    Ok(NotificationsPage { items, next, unread, latest })
}

/// A page of those on one shelf, and the number that the next page begins below. `clients` are asked for by members
/// only.
///
/// # Errors
/// `not_found` for an organisation that the person does not belong to.
pub async fn shelf(
    app: &App,
    user: &Actor,
    shelf: Shelf,
    below: Option<i64>,
    limit: u64,
) -> Result<(Vec<Notification>, Option<i64>), Failure> {
    may_read(app.database.connection(), user, shelf).await?;
    some(app, user.id, Wanted { shelf: Some(shelf), below, ..Wanted::default() }, limit).await
}

/// One of those on a shelf. Whoever fetches it has read it.
///
/// # Errors
/// `not_found`.
pub async fn fetch(
    app: &App,
    user: &Actor,
    shelf: Shelf,
    id: NotificationId,
) -> Result<Notification, Failure> {
    let db = app.database.connection();
    may_read(db, user, shelf).await?;
    let mut found =
        store::notifications::find(db, user.id, id, Some(shelf)).await?.ok_or(ErrorCode::NotFound)?;
    if !found.read {
        store::notifications::mark(db, user.id, id, true).await?;
        look(app, user.id).await;
        found.read = true;
    }
    shown(app, user.id, vec![found]).await?.pop().ok_or_else(|| ErrorCode::NotFound.into())
}

/// Marks one as read or unread. Answers how many are unread.
///
/// # Errors
/// `not_found`.
pub async fn mark(app: &App, user: &CurrentUser, id: NotificationId, read: bool) -> Result<u32, Failure> {
    let db = app.database.connection();
    if !store::notifications::mark(db, user.id, id, read).await? {
        return Err(ErrorCode::NotFound.into());
    }
    look(app, user.id).await;
    Ok(store::notifications::counts(db, user.id).await?.0)
}

/// Marks all as read up to a number. Answers how many are unread.
///
/// # Errors
/// `unavailable`.
pub async fn mark_all(app: &App, user: &CurrentUser, up_to: i64) -> Result<u32, Failure> {
    let db = app.database.connection();
    if store::notifications::mark_all(db, user.id, up_to).await? > 0 {
        look(app, user.id).await;
    }
    Ok(store::notifications::counts(db, user.id).await?.0)
}

/// Has the person's windows look again, at what is read and whether they are still signed in.
pub(super) async fn look(app: &App, user: UserId) {
    app.broadcast.tell(News::Look { people: vec![user] }).await;
}

/// An organisation's are for those who belong to it now.
async fn may_read(db: &impl Connection, user: &Actor, shelf: Shelf) -> Result<(), Failure> {
    match shelf {
        Shelf::Client(client) => super::clients::as_member(db, user, client).await.map(|_| ()),
        Shelf::System | Shelf::Person => Ok(()),
    }
}

/// The latest that are wanted, and where the next page begins.
pub(super) async fn some(
    app: &App,
    user: UserId,
    wanted: Wanted,
    limit: u64,
) -> Result<(Vec<Notification>, Option<i64>), Failure> {
    let db = app.database.connection();
    let (told, next) = store::notifications::page(db, user, wanted, limit).await?;
    Ok((shown(app, user, told).await?, next))
}

/// They with those who did it, as far as the person may know them.
async fn shown(app: &App, user: UserId, told: Vec<Told>) -> Result<Vec<Notification>, Failure> {
    let events: Vec<_> = told.iter().map(|each| &each.event).collect();
    let mut doers = doers(app.database.connection(), user, &events, app.now()).await?;
    let shown = |each: &Told| each.event.notification(each.number, each.read, doers.remove(&each.event.id));
    Ok(told.iter().map(shown).collect())
}
