//! What people are told of: each event once, whoever is told.

use domain::{
    Timestamp, UserId,
    notification::{Notification, NotificationId, NotificationKind},
    organisation::ClientId,
    security::SecurityEventKind,
};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use super::{Connection, StoreResult, entity::events, token_uses::BATCH};

/// The most characters of what an event is about.
const SUBJECT_MAX: usize = 255;

/// Who caused an event, as somebody may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doer {
    /// Somebody with this name.
    Named(String),
    /// Somebody whose account is deleted.
    Deleted,
}

/// Whoever did something and has no account any more.
pub const DELETED: UserId = UserId(Uuid::nil());

/// An event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its id, which is that of the notifications too.
    pub id: Uuid,
    /// What happened.
    pub kind: NotificationKind,
    /// What exactly, for [`NotificationKind::Security`].
    pub detail: Option<SecurityEventKind>,
    /// In which organisation.
    pub client: Option<ClientId>,
    /// Who did it.
    pub actor: Option<UserId>,
    /// Who alone is told of it: it goes with them.
    pub user: Option<UserId>,
    /// To what, or empty.
    pub subject: String,
    /// What the platform calls it, or empty.
    pub title: String,
    /// What the platform says of it, or empty.
    pub message: String,
    /// How often it happened.
    pub count: i32,
    /// When (the first time).
    pub at: Timestamp,
}

impl Event {
    /// An event that nobody in particular caused and that is about nothing yet.
    #[must_use]
    pub const fn new(id: Uuid, kind: NotificationKind, at: Timestamp) -> Self {
        Self {
            id,
            kind,
            detail: None,
            client: None,
            actor: None,
            user: None,
            subject: String::new(),
            title: String::new(),
            message: String::new(),
            count: 1,
            at,
        }
    }

    /// The same, caused by somebody.
    #[must_use]
    pub const fn by(mut self, actor: UserId) -> Self {
        self.actor = Some(actor);
        self
    }

    /// The same, in an organisation.
    #[must_use]
    pub const fn within(mut self, client: ClientId) -> Self {
        self.client = Some(client);
        self
    }

    /// The same, about something.
    #[must_use]
    pub fn about(self, subject: &str) -> Self {
        Self { subject: subject.chars().take(SUBJECT_MAX).collect(), ..self }
    }

    /// Who caused it, where that is told. What was done to a person, or to all, names nobody: it is the
    /// organisation's doing.
    #[must_use]
    pub const fn told_actor(&self) -> Option<UserId> {
        match self.kind {
            NotificationKind::YourRoleChanged
            | NotificationKind::YouWereRemoved
            | NotificationKind::OrganisationDeleted => None,
            _ => self.actor,
        }
    }

    /// It as one person's notification. `doer` is who caused it, if the person may know it.
    #[must_use]
    pub fn notification(&self, number: i64, read: bool, doer: Option<Doer>) -> Notification {
        let (actor, actor_deleted) = match doer.filter(|_| self.told_actor().is_some()) {
            Some(Doer::Named(name)) => (Some(name), false),
            Some(Doer::Deleted) => (None, true),
            None => (None, false),
        };
        Notification {
            id: NotificationId(self.id),
            number,
            kind: self.kind,
            event: self.detail,
            organisation: self.client,
            subject: self.subject.clone(),
            actor,
            actor_deleted,
            title: self.title.clone(),
            message: self.message.clone(),
            count: u32::try_from(self.count).unwrap_or(1),
            at: self.at,
            read,
        }
    }
}

/// Stores an event.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(db: &impl Connection, event: &Event) -> StoreResult<()> {
    events::Entity::insert(row(event)).exec_without_returning(db).await?;
    Ok(())
}

/// Stores events.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert_all(db: &impl Connection, all: &[Event]) -> StoreResult<()> {
    for some in all.chunks(BATCH) {
        events::Entity::insert_many(some.iter().map(row)).exec_without_returning(db).await?;
    }
    Ok(())
}

fn row(event: &Event) -> events::ActiveModel {
    events::ActiveModel {
        id: Set(event.id),
        kind: Set(event.kind.key().to_owned()),
        detail: Set(event.detail.map_or("", SecurityEventKind::key).to_owned()),
        client_id: Set(event.client.map(|client| client.0)),
        actor_id: Set(event.actor.map(|actor| actor.0)),
        user_id: Set(event.user.map(|user| user.0)),
        subject: Set(event.subject.clone()),
        title: Set(event.title.clone()),
        message: Set(event.message.clone()),
        count: Set(event.count),
        at: Set(event.at.0),
    }
}

/// The events with these ids, in no order.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find(db: &impl Connection, ids: &[Uuid]) -> StoreResult<Vec<Event>> {
    let rows = events::Entity::find().filter(events::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// Nothing for a kind that this version doesn't know: a newer one may write to the same database.
pub(super) fn stored(row: events::Model) -> Option<Event> {
    Some(Event {
        id: row.id,
        kind: NotificationKind::from_key(&row.kind)?,
        detail: SecurityEventKind::from_key(&row.detail),
        client: row.client_id.map(ClientId),
        actor: row.actor_id.map(UserId),
        user: row.user_id.map(UserId),
        subject: row.subject,
        title: row.title,
        message: row.message,
        count: row.count,
        at: Timestamp(row.at),
    })
}
