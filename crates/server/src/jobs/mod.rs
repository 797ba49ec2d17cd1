//! What happens after a commit: messages in the outbox, done by a worker a lane, retried until done.
//!
//! A message may be done twice when the process dies between the deed and the note of it, so each
//! is idempotent: a mail keeps its Message-ID, a follow-up removes its message in its transaction.

pub mod housekeeping;
mod letter;
mod mails;
mod message;
mod notification_mails;
mod support_mails;

use std::time::Duration;

use domain::{ErrorCode, Texts, security::SecurityEventKind};
use tokio::{sync::watch, task::JoinSet, time::sleep};
use uuid::Uuid;

use crate::{
    app::App,
    secrets::Sealed,
    service::{self, Failure, password_change::NewPassword},
    store::{
        self,
        outbox::{Lane, Leased},
    },
    telemetry,
};
use message::Stored;
pub(crate) use message::payload;
pub use message::{Message, enqueue, enqueue_as, enqueue_in};

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
        Message::BuildExport { export } => service::export::build(app, leased, export).await,
        Message::DeleteAccount { user } => service::deletion::finish(app, leased, user).await,
        Message::AccountDeletedMail { email, at } => {
            mails::send_account_deleted(app, cause, &email, at).await
        }
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
    fn pauses_double_up_to_an_hour() {
        assert_eq!(pause(1), Duration::from_secs(2));
        assert_eq!(pause(2), Duration::from_secs(4));
        assert_eq!(pause(11), Duration::from_secs(2048));
        assert_eq!(pause(12), LONGEST_PAUSE);
        assert_eq!(pause(i32::MAX), LONGEST_PAUSE);
    }
}
