//! What happens after a commit: messages in the outbox, done by a worker a lane, retried until done.
//!
//! A message may be done twice when the process dies between the deed and the note of it, so each
//! is idempotent: a mail keeps its Message-ID, a follow-up removes its message in its transaction.

pub mod housekeeping;
mod mails;
mod notification_mails;
mod support_mails;

use std::time::Duration;

use domain::{
    ErrorCode, Locale, Texts, Timestamp, UserId, identity::FlowId, organisation::InviteId,
    security::SecurityEventKind, token::TokenId,
};
use serde::{Deserialize, Serialize};
use tokio::{sync::watch, task::JoinSet, time::sleep};
use uuid::Uuid;

use crate::{
    app::App,
    ports::identity::Requester,
    secrets::Sealed,
    service::{self, Failure, delivery::Telling, notices::Notice, password_change::NewPassword},
    store::{
        self, Connection,
        outbox::{Lane, Leased, NewMessage},
    },
    telemetry,
};

/// How long a worker may hold a message before another takes it for dead.
pub(crate) const LEASE: Duration = Duration::from_mins(2);
/// How often the worker looks without being woken: for messages of other instances, and retries.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);
/// So often a mail about events is tried, for about half a day: what it tells is in the app as well, and of no use
/// much later.
const BULK_TRIES: i32 = 24;
/// How many messages are fetched at a time.
const BATCH: u64 = 50;

/// Something that is due. Stored as JSON; a variant that was ever written stays readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Message {
    /// Mail the code of a sign-up or a reset.
    Code {
        /// Which.
        flow: FlowId,
    },
    /// Tell the owner of an address, who has an account, that somebody wanted to sign up with it.
    AlreadyRegisteredMail {
        /// To whom.
        email: String,
    },
    /// A password was reset: end the sessions, tell the log, mail.
    PasswordReset {
        /// Whose.
        user: UserId,
        /// When.
        at: Timestamp,
        /// By whom. Messages of older versions don't say.
        #[serde(default)]
        by: Requester,
    },
    /// A password was changed by who knew it: end the other sessions, tell the log, mail.
    PasswordChanged {
        /// Whose.
        user: UserId,
        /// When.
        at: Timestamp,
        /// By whom.
        by: Requester,
    },
    /// End what an ended session holds at the identity provider.
    RevokeGrant {
        /// Which session's.
        session: Uuid,
        /// What it holds, sealed for the session.
        ciphertext: String,
        /// Under which key.
        key_id: String,
    },
    /// End every sign-in of a person at the identity provider.
    SignOutEverywhere {
        /// Whose.
        user: UserId,
    },
    /// Tell a person what happened to their account.
    Notice(Notice),
    /// Somebody tried a wrong password: tell the log of the account, if there is one.
    SignInFailed {
        /// The address that was typed.
        email: String,
        /// From where.
        address: String,
        /// With which program.
        user_agent: String,
        /// When.
        at: Timestamp,
    },
    /// Mail an invite to whom it invites.
    InviteMail {
        /// Which.
        invite: InviteId,
    },
    /// Tell a token's owner that somebody else ended it.
    TokenRevokedMail {
        /// Which.
        token: TokenId,
    },
    /// Delete an object that nothing names any more.
    DeleteObject {
        /// What it is.
        object: service::objects::Kind,
        /// Which.
        id: Uuid,
    },
    /// Tell people of an event, in the app and by mail as they want it.
    Tell(Telling),
    /// Mail a person what happened, if they still want to know.
    NotificationMail {
        /// Which event.
        event: Uuid,
        /// Whom.
        user: UserId,
    },
    /// Mail a person all that has waited until now.
    HeldMail {
        /// Whom.
        user: UserId,
        /// Until when it waited.
        due: Timestamp,
    },
    /// Mail a request to support.
    SupportRequestMail {
        /// Which.
        request: Uuid,
    },
    /// Mail the person who submitted a request a copy of it.
    SupportCopyMail {
        /// Of which.
        request: Uuid,
    },
    /// Mail the person support's answer.
    SupportReplyMail {
        /// Which.
        reply: Uuid,
    },
    /// Tell open windows how often something happened by now.
    Grown {
        /// What.
        event: Uuid,
        /// Whether it will not happen more often.
        #[serde(default)]
        over: bool,
    },
    /// Tell a person that their password was changed. Older versions wrote it; now it is a notice.
    PasswordChangedMail {
        /// To whom.
        email: String,
    },
}

impl Message {
    /// What it waits behind.
    const fn lane(&self) -> Lane {
        match self {
            Self::PasswordReset { .. }
            | Self::PasswordChanged { .. }
            | Self::RevokeGrant { .. }
            | Self::SignOutEverywhere { .. }
            | Self::SignInFailed { .. }
            | Self::DeleteObject { .. }
            | Self::Tell(_)
            | Self::Grown { .. } => Lane::Prompt,
            Self::Code { .. }
            | Self::AlreadyRegisteredMail { .. }
            | Self::Notice(_)
            | Self::InviteMail { .. }
            | Self::TokenRevokedMail { .. }
            | Self::SupportRequestMail { .. }
            | Self::SupportCopyMail { .. }
            | Self::SupportReplyMail { .. }
            | Self::PasswordChangedMail { .. } => Lane::Awaited,
            Self::NotificationMail { .. } | Self::HeldMail { .. } => Lane::Bulk,
        }
    }

    /// The message as the outbox gets it: under this id, due then, with the language of whoever reads it.
    ///
    /// # Errors
    /// `internal`.
    pub(crate) fn to_store(&self, id: Uuid, due: Timestamp, locale: Locale) -> Result<NewMessage, Failure> {
        Ok(NewMessage { id, lane: self.lane(), payload: payload(self, locale)?, due })
    }
}

/// A message as it is stored.
#[derive(Serialize, Deserialize)]
struct Stored<M> {
    #[serde(flatten)]
    message: M,
    /// The language of the request that caused it. Messages of older versions don't say.
    #[serde(default)]
    locale: Locale,
}

/// Adds a message to the transaction that makes it due.
///
/// # Errors
/// `unavailable`.
pub async fn enqueue(app: &App, db: &impl Connection, message: &Message) -> Result<(), Failure> {
    enqueue_in(app, db, message, Locale::default()).await
}

/// The same for a message that a person will read, in their language.
///
/// # Errors
/// `unavailable`.
pub async fn enqueue_in(
    app: &App,
    db: &impl Connection,
    message: &Message,
    locale: Locale,
) -> Result<(), Failure> {
    enqueue_as(app.entropy.uuid(), app.now(), db, message, locale).await
}

/// The same under an id that the caller wants to know.
///
/// # Errors
/// `unavailable`.
pub async fn enqueue_as(
    id: Uuid,
    now: Timestamp,
    db: &impl Connection,
    message: &Message,
    locale: Locale,
) -> Result<(), Failure> {
    Ok(store::outbox::insert(db, message.to_store(id, now, locale)?).await?)
}

/// A message as the outbox holds it.
///
/// # Errors
/// `internal`.
pub(crate) fn payload(message: &Message, locale: Locale) -> Result<String, Failure> {
    serde_json::to_string(&Stored { message, locale })
        .map_err(|error| Failure::caused(ErrorCode::Internal, error))
}

/// Takes up what the process before this one had in hand, so that a restart does not wait for its lease. Where
/// other instances may be alive, only the lease tells who is.
///
/// # Errors
/// `unavailable`.
pub async fn resume(app: &App) -> Result<(), Failure> {
    if app.database.is_unshared() {
        store::outbox::make_begun_due(app.database.connection(), app.now()).await?;
    }
    Ok(())
}

/// Works until `stopped` says so, then finishes the messages in hand, one a lane. What one lane or housekeeping waits
/// for holds no other up.
pub async fn work(app: App, stopped: watch::Receiver<bool>) {
    let mut tasks = JoinSet::new();
    for lane in Lane::ALL {
        tasks.spawn(work_lane(app.clone(), lane, stopped.clone()));
    }
    tasks.spawn(housekeeping::follow(app, stopped.clone()));
    tasks.spawn(sum_up(stopped));
    while let Some(ended) = tasks.join_next().await {
        if let Err(panic) = ended {
            tracing::error!(%panic, "a part of the worker panicked; a restart brings it back");
        }
    }
}

async fn work_lane(app: App, lane: Lane, mut stopped: watch::Receiver<bool>) {
    // From before the first look: no wake is lost, whenever it comes.
    let mut wakes = app.wakes();
    while !*stopped.borrow() {
        if let Err(failure) = run_lane(&app, lane, || *stopped.borrow()).await {
            tracing::warn!(%failure, "the outbox can't be read");
        }
        tokio::select! {
            // An error means that nobody can say so any more, which also is a reason to stop.
            _ = stopped.wait_for(|stop| *stop) => return,
            _ = wakes.changed() => {}
            () = sleep(LOOK_EVERY) => {}
        }
    }
}

/// Keeps what is measured from piling up.
async fn sum_up(stopped: watch::Receiver<bool>) {
    while !pause_or_stop(stopped.clone()).await {
        telemetry::sum_up_metrics();
    }
}

/// Waits until it is time to look again. Answers whether it is time to stop instead.
async fn pause_or_stop(mut stopped: watch::Receiver<bool>) -> bool {
    tokio::select! {
        _ = stopped.wait_for(|stop| *stop) => true,
        () = sleep(LOOK_EVERY) => false,
    }
}

/// Does every message that is due, and what becomes due by that.
///
/// # Errors
/// `unavailable` when the outbox can't be read; a failing message is put off instead.
pub async fn run_due(app: &App) -> Result<(), Failure> {
    loop {
        let mut idle = true;
        for lane in Lane::ALL {
            idle &= !run_lane(app, lane, || false).await?;
        }
        if idle {
            return Ok(());
        }
    }
}

/// Does what is due in a lane. Answers whether there was anything.
async fn run_lane(app: &App, lane: Lane, stopped: impl Fn() -> bool) -> Result<bool, Failure> {
    let mut any = false;
    loop {
        let due = store::outbox::due(app.database.connection(), lane, app.now(), BATCH).await?;
        if due.is_empty() {
            return Ok(any);
        }
        any = true;
        for id in due {
            if stopped() {
                return Ok(any);
            }
            run_one(app, id).await;
        }
        // What was done may have left something to do in another lane.
        app.wake_worker();
    }
}

/// Does one message now, unless somebody else is at it. If it fails, it is put off; if it panics, its
/// lease runs out and the worker goes on.
pub async fn run_one(app: &App, id: Uuid) {
    let app = app.clone();
    match tokio::spawn(async move { lease_and_do(&app, id).await }).await {
        Ok(Ok(())) => {}
        Ok(Err(failure)) => tracing::warn!(message = %id, %failure, "an outbox message could not be handled"),
        Err(panic) => tracing::error!(message = %id, %panic, "an outbox message panicked"),
    }
}

async fn lease_and_do(app: &App, id: Uuid) -> Result<(), Failure> {
    let now = app.now();
    let db = app.database.connection();
    let Some(leased) = store::outbox::lease(db, id, now, now + LEASE).await? else {
        return Ok(());
    };
    match do_message(app, &leased).await {
        Ok(()) => {
            metrics::counter!("outbox_messages_total", "outcome" => "done").increment(1);
            // Whoever lost its lease leaves what another has made of the message meanwhile.
            store::outbox::finish(db, &leased).await?;
            Ok(())
        }
        Err(failure) => {
            metrics::counter!("outbox_messages_total", "outcome" => "failed").increment(1);
            tracing::warn!(message = %id, attempt = leased.attempt, %failure, "outbox message failed");
            let due = app.now() + pause(leased.attempt);
            Ok(store::outbox::put_off(db, &leased, due, &failure.to_string()).await?)
        }
    }
}

/// Two seconds after the first try, then twice as long each time, up to an hour.
fn pause(attempt: i32) -> Duration {
    let doublings = u32::try_from(attempt.clamp(1, 17)).unwrap_or(1);
    Duration::from_secs(1 << doublings).min(LONGEST_PAUSE)
}

async fn do_message(app: &App, leased: &Leased) -> Result<(), Failure> {
    let Stored::<Message> { message, locale } =
        serde_json::from_str(&leased.payload).map_err(|error| Failure::caused(ErrorCode::Internal, error))?;
    let gives_up = message.lane() == Lane::Bulk && leased.attempt >= BULK_TRIES;
    let cause = mails::Cause { id: leased.id, texts: Texts { locale }, gives_up };
    match message {
        Message::Code { flow } => mails::send_code(app, cause, flow).await,
        Message::PasswordChangedMail { email } => mails::send_password_changed(app, cause, &email).await,
        Message::AlreadyRegisteredMail { email } => mails::send_registered(app, cause, email).await,
        Message::InviteMail { invite } => mails::send_invite(app, cause, invite).await,
        Message::SupportRequestMail { request } => support_mails::send_request(app, cause, request).await,
        Message::SupportCopyMail { request } => support_mails::send_copy(app, cause, request).await,
        Message::SupportReplyMail { reply } => support_mails::send_reply(app, cause, reply).await,
        Message::TokenRevokedMail { token } => mails::send_token_revoked(app, cause, token).await,
        Message::PasswordReset { user, at, by } => {
            let new = NewPassword { user, at, by, kind: SecurityEventKind::PasswordReset };
            service::password_change::follow_up(app, leased.id, new).await
        }
        Message::PasswordChanged { user, at, by } => {
            let new = NewPassword { user, at, by, kind: SecurityEventKind::PasswordChanged };
            service::password_change::follow_up(app, leased.id, new).await
        }
        Message::RevokeGrant { session, ciphertext, key_id } => {
            service::sessions::revoke(app, session, Sealed { ciphertext, key_id }).await
        }
        Message::SignOutEverywhere { user } => app.identity.sign_out_everywhere(user).await,
        Message::DeleteObject { object, id } => service::objects::delete(app, object, id).await,
        Message::Tell(telling) => service::delivery::deliver(app, leased, telling, locale).await,
        Message::NotificationMail { event, user } => notification_mails::send(app, cause, event, user).await,
        Message::HeldMail { user, due } => notification_mails::send_held(app, cause, user, due).await,
        Message::Grown { event, over } => service::platform_events::tell_growth(app, event, over).await,
        Message::Notice(notice) => mails::send_notice(app, cause, notice).await,
        Message::SignInFailed { email, address, user_agent, at } => {
            let attempt = service::sign_in::FailedAttempt { email, address, user_agent, at };
            service::sign_in::log_failure(app, leased.id, attempt).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_older_versions_are_readable() {
        let old = r#"{"kind":"password_changed_mail","email":"ada@example.com"}"#;
        let read: Stored<Message> = serde_json::from_str(old).expect("a message");
        assert_eq!(read.message, Message::PasswordChangedMail { email: "ada@example.com".to_owned() });
        assert_eq!(read.locale, Locale::default());
    }

    #[test]
    fn pauses_double_up_to_an_hour() {
        assert_eq!(pause(1), Duration::from_secs(2));
        assert_eq!(pause(2), Duration::from_secs(4));
        assert_eq!(pause(11), Duration::from_secs(2048));
        assert_eq!(pause(12), LONGEST_PAUSE);
        assert_eq!(pause(i32::MAX), LONGEST_PAUSE);
    }
}
