//! Mails about what happened to an account, each with what to do if it was not its owner.

use domain::{Locale, Timestamp, UserId, security::SecurityEventKind};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Failure, delivery};
use crate::{
    app::App,
    jobs::{self, Message},
    store::{self, Connection, email_changes::EmailChange, security_events::SecurityEvent},
};

/// What a mail tells, as the outbox holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What happened.
    pub event: SecurityEventKind,
    /// To whose account.
    pub user: UserId,
    /// To what, or empty.
    pub subject: String,
    /// From which address, or empty.
    pub address: String,
    /// With which program, or empty.
    pub user_agent: String,
    /// When.
    pub at: Timestamp,
    /// The change that the mail can undo, and the address to tell of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<(Uuid, String)>,
}

impl Notice {
    /// Tells of an entry in the activity log.
    pub(crate) fn of(event: &SecurityEvent) -> Self {
        Self {
            event: event.kind,
            user: event.user,
            subject: event.subject.clone(),
            address: event.address.clone(),
            user_agent: event.user_agent.clone(),
            at: event.at,
            undo: None,
        }
    }
}

/// Writes an entry into the log and has its owner told, by mail and in the app.
///
/// # Errors
/// `unavailable`.
pub(super) async fn log(
    app: &App,
    db: &impl Connection,
    event: SecurityEvent,
    locale: Locale,
) -> Result<(), Failure> {
    enqueue(app, db, &event, locale).await?;
    Ok(store::security_events::insert(db, event).await?)
}

/// Has the owner of an account told: by mail, which has a link for when it was not them, and in the app.
///
/// # Errors
/// `unavailable`.
pub(super) async fn enqueue(
    app: &App,
    db: &impl Connection,
    event: &SecurityEvent,
    locale: Locale,
) -> Result<(), Failure> {
    // Boxed: it is deep inside what a sign-in waits for, and seldom reached.
    let telling = Box::pin(async {
        jobs::enqueue_in(app, db, &Message::Notice(Notice::of(event)), locale).await?;
        delivery::tell_owner(app, db, event, locale).await
    });
    telling.await
}

/// Tells both addresses that one took the place of the other; the one before can undo it.
///
/// # Errors
/// `unavailable`.
pub(super) async fn enqueue_email_change(
    app: &App,
    db: &impl Connection,
    event: &SecurityEvent,
    change: &EmailChange,
    locale: Locale,
) -> Result<(), Failure> {
    let undo = Some((change.id, change.old_email.clone()));
    let to_old = Notice { undo, subject: change.new_email.clone(), ..Notice::of(event) };
    jobs::enqueue_in(app, db, &Message::Notice(to_old), locale).await?;
    enqueue(app, db, event, locale).await
}
