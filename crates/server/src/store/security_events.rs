//! The activity log.

use domain::{Timestamp, UserId, security::SecurityEventKind};
use sea_orm::{ActiveValue::Set, EntityTrait as _};
use uuid::Uuid;

use super::{Connection, StoreResult, entity::security_events};

/// One entry.
#[derive(Clone, Debug)]
pub struct SecurityEvent {
    /// Its own id.
    pub id: Uuid,
    /// Whose account.
    pub user: UserId,
    /// What happened.
    pub kind: SecurityEventKind,
    /// From which address, or empty.
    pub address: String,
    /// With which program, or empty.
    pub user_agent: String,
    /// When.
    pub at: Timestamp,
}

/// Adds an entry.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(db: &impl Connection, event: SecurityEvent) -> StoreResult<()> {
    let row = security_events::ActiveModel {
        id: Set(event.id),
        user_id: Set(event.user.0),
        kind: Set(event.kind.name().to_owned()),
        address: Set(event.address),
        user_agent: Set(event.user_agent),
        at: Set(event.at.0),
    };
    security_events::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}
