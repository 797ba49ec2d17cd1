//! The activity log.

use domain::{Timestamp, UserId, organisation::ClientId, security::SecurityEventKind};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, DbBackend, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
    sea_query::{Expr, Func, LikeExpr},
};
use uuid::Uuid;

use super::{Connection, StoreResult, entity::security_events, purge};

/// The most characters of what an entry is about.
const SUBJECT_MAX: usize = 255;

/// Where an entry stands among the others: after those that are later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// When it happened.
    pub at: Timestamp,
    /// Its id, among those of the same moment.
    pub id: Uuid,
}

/// Which entries of a person are wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Of these kinds, or of any.
    pub kinds: Option<Vec<SecurityEventKind>>,
    /// Whose subject, address or program holds this, whatever the case (on SQLite of ASCII letters only); any
    /// if empty.
    pub needle: String,
    /// Only those after this place.
    pub after: Option<Place>,
    /// So many at most.
    pub limit: u64,
}

/// Some entries, the latest first.
#[derive(Clone, Debug)]
pub struct Page {
    /// They.
    pub entries: Vec<SecurityEvent>,
    /// After which place it goes on, if there are more.
    pub next: Option<Place>,
}

/// One entry.
#[derive(Clone, Debug)]
pub struct SecurityEvent {
    /// Its own id.
    pub id: Uuid,
    /// Whose account.
    pub user: UserId,
    /// What happened.
    pub kind: SecurityEventKind,
    /// To what: the name of a token or an organisation, or empty.
    pub subject: String,
    /// In which organisation, if in one.
    pub client: Option<ClientId>,
    /// From which address, or empty.
    pub address: String,
    /// With which program, or empty.
    pub user_agent: String,
    /// When.
    pub at: Timestamp,
}

impl SecurityEvent {
    /// An entry that no request of the person's made.
    #[must_use]
    pub fn of_ours(id: Uuid, user: UserId, kind: SecurityEventKind, at: Timestamp) -> Self {
        let nothing = String::new;
        Self {
            id,
            user,
            kind,
            subject: nothing(),
            client: None,
            address: nothing(),
            user_agent: nothing(),
            at,
        }
    }

    /// The same, about something.
    #[must_use]
    pub fn about(self, subject: &str) -> Self {
        Self { subject: subject.chars().take(SUBJECT_MAX).collect(), ..self }
    }

    /// The same, in an organisation.
    #[must_use]
    pub fn within(self, client: ClientId) -> Self {
        Self { client: Some(client), ..self }
    }
}

/// Adds an entry.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(db: &impl Connection, event: SecurityEvent) -> StoreResult<()> {
    let row = security_events::ActiveModel {
        id: Set(event.id),
        user_id: Set(event.user.0),
        kind: Set(event.kind.key().to_owned()),
        subject: Set(event.subject),
        client_id: Set(event.client.map(|client| client.0)),
        address: Set(event.address),
        user_agent: Set(event.user_agent),
        at: Set(event.at.0),
    };
    security_events::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// A person's last entries of these kinds, the latest first, at most `limit`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn last(
    db: &impl Connection,
    user: UserId,
    kinds: &[SecurityEventKind],
    limit: u64,
) -> StoreResult<Vec<SecurityEvent>> {
    let rows = security_events::Entity::find()
        .filter(security_events::Column::UserId.eq(user.0))
        .filter(security_events::Column::Kind.is_in(kinds.iter().map(|kind| kind.key())))
        .order_by_desc(security_events::Column::At)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// A person's last entries of these kinds in an organisation, or in none, the latest first, at most `limit`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn last_within(
    db: &impl Connection,
    user: UserId,
    client: Option<ClientId>,
    kinds: &[SecurityEventKind],
    limit: u64,
) -> StoreResult<Vec<SecurityEvent>> {
    use security_events::Column;
    let within = client.map_or_else(|| Column::ClientId.is_null(), |client| Column::ClientId.eq(client.0));
    let rows = security_events::Entity::find()
        .filter(Column::UserId.eq(user.0))
        .filter(within)
        .filter(Column::Kind.is_in(kinds.iter().map(|kind| kind.key())))
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// A person's entries, the latest first.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn page(db: &impl Connection, user: UserId, wanted: &Wanted) -> StoreResult<Page> {
    use security_events::Column;
    let mut query = security_events::Entity::find().filter(Column::UserId.eq(user.0));
    if let Some(kinds) = &wanted.kinds {
        query = query.filter(Column::Kind.is_in(kinds.iter().map(|kind| kind.key())));
    }
    if !wanted.needle.is_empty() {
        // What `lower` does to the columns: SQLite's knows ASCII only.
        let needle = match db.get_database_backend() {
            DbBackend::Postgres => wanted.needle.to_lowercase(),
            _ => wanted.needle.to_ascii_lowercase(),
        };
        let pattern = containing(&needle);
        let holds = |column: Column| {
            Expr::expr(Func::lower(Expr::col(column))).like(LikeExpr::new(pattern.as_str()).escape('\\'))
        };
        let any = holds(Column::Subject).or(holds(Column::Address)).or(holds(Column::UserAgent));
        query = query.filter(any);
    }
    if let Some(Place { at, id }) = wanted.after {
        let same_moment = Column::At.eq(at.0).and(Column::Id.lt(id));
        // The first of the two is what an index begins at: each page takes as long as the first.
        query = query.filter(Column::At.lte(at.0)).filter(Column::At.lt(at.0).or(same_moment));
    }
    let query = query.order_by_desc(Column::At).order_by_desc(Column::Id);
    let mut rows = query.limit(wanted.limit + 1).all(db).await?;
    let shown = usize::try_from(wanted.limit).unwrap_or(usize::MAX);
    let more = rows.len() > shown;
    rows.truncate(shown);
    // Of the rows: what this version doesn't know ends no list.
    let place = |row: &security_events::Model| Place { at: Timestamp(row.at), id: row.id };
    let next = rows.last().filter(|_| more).map(place);
    Ok(Page { entries: rows.into_iter().filter_map(stored).collect(), next })
}

/// Removes entries from before `before`, at most `limit`. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(db: &impl Connection, before: Timestamp, limit: u64) -> StoreResult<u64> {
    let old = security_events::Column::At.lt(before.0);
    purge::some::<security_events::Entity>(db, old, limit).await
}

/// A pattern for what holds a text to the letter.
fn containing(needle: &str) -> String {
    let mut pattern = String::from("%");
    for letter in needle.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// Nothing for a kind that this version doesn't know: a newer one may write to the same database.
fn stored(row: security_events::Model) -> Option<SecurityEvent> {
    Some(SecurityEvent {
        id: row.id,
        user: UserId(row.user_id),
        kind: SecurityEventKind::from_key(&row.kind)?,
        subject: row.subject,
        client: row.client_id.map(ClientId),
        address: row.address,
        user_agent: row.user_agent,
        at: Timestamp(row.at),
    })
}
