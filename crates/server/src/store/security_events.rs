//! The activity log.

use domain::{Timestamp, UserId, security::SecurityEventKind};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::{Connection, StoreResult, entity::security_events};

/// The most characters of what an entry is about.
const SUBJECT_MAX: usize = 255;

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
        Self { id, user, kind, subject: nothing(), address: nothing(), user_agent: nothing(), at }
    }

    /// The same, about something.
    #[must_use]
    pub fn about(self, subject: &str) -> Self {
        Self { subject: subject.chars().take(SUBJECT_MAX).collect(), ..self }
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

/// Nothing for a kind that this version doesn't know: a newer one may write to the same database.
fn stored(row: security_events::Model) -> Option<SecurityEvent> {
    Some(SecurityEvent {
        id: row.id,
        user: UserId(row.user_id),
        kind: SecurityEventKind::from_key(&row.kind)?,
        subject: row.subject,
        address: row.address,
        user_agent: row.user_agent,
        at: Timestamp(row.at),
    })
}
