//! "It wasn't me": what a link in a mail does. It ends sessions and begins a reset, it opens nothing.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    AppError, ErrorCode, Field, Locale, Problem, Timestamp, UserId,
    identity::{Email, FlowId},
    security::SecurityEventKind,
};
use hmac::Mac as _;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::{Failure, deletion, email_change::UNDO_FOR, notices, password_reset, sessions};
use crate::{
    app::App,
    auth::Caller,
    jobs::{self, Message},
    secrets::Secrets,
    store::{self, email_changes::EmailChange, security_events::SecurityEvent},
};

/// For how long a link works.
const WORKS_FOR: Duration = Duration::from_hours(7 * 24);
const ID_BYTES: usize = 16;
const TIME_BYTES: usize = 8;
const MAC_BYTES: usize = 32;

/// What a link is for. It is authenticated with it, so that one is no good for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alarm {
    /// Ends the sessions of this person.
    NotMe(UserId),
    /// Undoes this change of an address as well.
    UndoEmail(Uuid),
}

impl Alarm {
    const fn purpose(self) -> &'static str {
        match self {
            Self::NotMe(_) => "alarm",
            Self::UndoEmail(_) => "undo email change",
        }
    }

    const fn id(self) -> Uuid {
        match self {
            Self::NotMe(UserId(id)) | Self::UndoEmail(id) => id,
        }
    }

    /// The link's secret part, for a mail about something that happened `at`.
    pub(crate) fn link(self, secrets: &Secrets, at: Timestamp) -> String {
        let mac = self.mac(secrets, at);
        let bytes = [self.id().as_bytes().as_slice(), &at.0.to_be_bytes(), &mac].concat();
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    fn mac(self, secrets: &Secrets, at: Timestamp) -> [u8; MAC_BYTES] {
        let mut mac = secrets.mac(self.purpose());
        mac.update(self.id().as_bytes());
        mac.update(&at.0.to_be_bytes());
        mac.finalize().into_bytes().into()
    }

    /// Reads a link back, if it is one of ours and not too old.
    fn parse(app: &App, link: &str, of: impl Fn(Uuid) -> Self) -> Result<Self, Failure> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(link).map_err(|_| ErrorCode::DeadLink)?;
        let (id, rest) = bytes.split_first_chunk::<ID_BYTES>().ok_or(ErrorCode::DeadLink)?;
        let (at, mac) = rest.split_first_chunk::<TIME_BYTES>().ok_or(ErrorCode::DeadLink)?;
        let (alarm, at) = (of(Uuid::from_bytes(*id)), Timestamp(i64::from_be_bytes(*at)));
        let right: bool = alarm.mac(&app.secrets, at).as_slice().ct_eq(mac).into();
        if right && app.now().since(at) < WORKS_FOR { Ok(alarm) } else { Err(ErrorCode::DeadLink.into()) }
    }
}

/// Ends every session of the person whom the link is about, trusts no device and no passkey any more, and
/// begins a reset.
///
/// # Errors
/// `dead_link`, `too_many_tries`.
pub async fn secure_account(app: &App, caller: &Caller, link: &str) -> Result<FlowId, Failure> {
    let alarm = Alarm::parse(app, link, |id| Alarm::NotMe(UserId(id)))?;
    let user = UserId(alarm.id());
    let person = store::people::find(app.database.connection(), user).await?.ok_or(ErrorCode::DeadLink)?;
    let email = Email::parse(&person.email)?;
    password_reset::admit(app, caller, &email).await?;
    let event = caller.acting_as(user, person.email).event(app, SecurityEventKind::AccountSecured);
    lock_out(app, event, caller.locale).await?;
    password_reset::begin_admitted(app, caller, &email).await
}

/// Ends every session in the same way, then gives the account its old address back and begins a reset there. In
/// this order: should the address belong to another account by now, whoever changed it is out all the same.
///
/// # Errors
/// `dead_link`, `invalid` when another account has the address now, `too_many_tries`.
pub async fn undo_email_change(app: &App, caller: &Caller, link: &str) -> Result<FlowId, Failure> {
    let alarm = Alarm::parse(app, link, Alarm::UndoEmail)?;
    let db = app.database.connection();
    let change = store::email_changes::find(db, alarm.id(), app.now() - UNDO_FOR).await?;
    let change = change.ok_or(ErrorCode::DeadLink)?;
    let old = Email::parse(&change.old_email)?;
    password_reset::admit(app, caller, &old).await?;
    let person = caller.acting_as(change.user, change.old_email.clone());
    lock_out(app, person.event(app, SecurityEventKind::AccountSecured), caller.locale).await?;
    deletion::forget_former(app, &old).await?;
    app.identity.set_email(change.user, &old).await?;
    let event = person.event(app, SecurityEventKind::EmailChangeUndone).about(&change.new_email);
    write_undone(app, &change, event, caller.locale).await?;
    password_reset::begin_admitted(app, caller, &old).await
}

async fn write_undone(
    app: &App,
    change: &EmailChange,
    event: SecurityEvent,
    locale: Locale,
) -> Result<(), Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    if !store::people::lock(db, change.user).await? {
        return Err(ErrorCode::DeadLink.into());
    }
    if !store::people::set_email(db, change.user, &change.old_email).await? {
        return Err(AppError::field(Field::Email, Problem::EmailTaken).into());
    }
    store::email_changes::undo(db, change).await?;
    notices::log(app, db, event, locale).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(())
}

/// Puts everybody out, and tells the owner.
async fn lock_out(app: &App, event: SecurityEvent, locale: Locale) -> Result<(), Failure> {
    let (user, now) = (event.user, event.at);
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    sessions::end_all_of(app, db, user, now, None).await?;
    store::devices::distrust_all(db, user, now).await?;
    // Whoever was in may have added one of their own; the owner adds theirs again.
    store::passkeys::delete_all(db, user).await?;
    jobs::enqueue(app, db, &Message::SignOutEverywhere { user }).await?;
    notices::log(app, db, event, locale).await?;
    transaction.commit().await?;
    app.wake_worker();
    super::notifications::look(app, user).await;
    Ok(())
}
