//! Removing what has had its day: ended sessions, old flows, forgotten counters.

use std::{fmt::Display, time::Duration};

use domain::{Timestamp, organisation::INVITE_VALIDITY, token::USES_DAYS};
use tokio::{sync::watch, time::sleep};

use crate::{
    app::App,
    service::{
        codes::FLOW_VALIDITY, devices, email_change::UNDO_FOR, export, keys, objects, throttle::FORGET_AFTER,
    },
    store,
};

const EVERY: Duration = objects::A_FOLDER_EVERY;
/// How long a repeated request finds what the first one made.
const KEYS_VALIDITY: Duration = Duration::from_hours(24);
/// Much longer than any process may lag behind.
const KEY_CHANGES_KEPT: Duration = Duration::from_hours(1);

/// A counter that counts nothing is kept for so long: an attempt may be under way.
const EMPTY_FOR: Duration = Duration::from_hours(1);
/// So long people can look up what they were told, whether they read it or not.
const TOLD_FOR: Duration = days(180);
/// So long a token that ended stays in its owner's list, with where it was last used.
const ENDED_TOKENS_KEPT: Duration = days(400);
/// So long a request to support is kept that nobody waits for any more: 24 months.
const REQUESTS_KEPT: Duration = days(730);
/// So long it can be shown that an account was deleted.
const DELETIONS_KEPT: Duration = days(3 * 365);

/// So many rows are removed at a time: nobody waits long for their lock.
const BATCH: u64 = 1_000;
/// So often a round, each table: more than comes to be in the busiest ten minutes. What is left is the next round's.
const BATCHES: u32 = 100;
/// Others write in between, also on SQLite, which lets one write at a time.
const BREATH: Duration = Duration::from_millis(10);

const fn days(days: u64) -> Duration {
    Duration::from_hours(days * 24)
}

/// Does it at once and from then on, until `stopped` says so; a round that has begun is finished.
pub(super) async fn follow(app: App, stopped: watch::Receiver<bool>) {
    let mut last: Option<Timestamp> = None;
    loop {
        let now = app.now();
        if last.is_none_or(|last| now.since(last) >= EVERY) {
            last = Some(now);
            run(&app).await;
        }
        if super::pause_or_stop(stopped.clone()).await {
            return;
        }
    }
}

/// Removes whatever is over.
pub async fn run(app: &App) {
    forget_sign_ins(app).await;
    forget_what_was_done(app).await;
    purge("exports", |limit| export::purge(app, limit)).await;
    report("objects", objects::sweep(app).await);
    report("unfinished_objects", objects::sweep_unfinished(app).await);
}

async fn forget_sign_ins(app: &App) {
    let (now, db) = (app.now(), app.database.connection());
    let idle_since = now - app.config.session.idle_limit();
    purge("sessions", |limit| store::sessions::purge(db, now, idle_since, limit)).await;
    purge("flows", |limit| store::flows::purge(db, now - FLOW_VALIDITY, limit)).await;
    purge("pending_sign_ins", |limit| store::pending_sign_ins::purge(db, now, limit)).await;
    purge("passkey_ceremonies", |limit| store::passkey_ceremonies::purge(db, now, limit)).await;
    purge("used_codes", |limit| store::used_codes::purge(db, now, limit)).await;
    purge("devices", |limit| store::devices::purge(db, now - devices::KEPT_FOR, limit)).await;
    purge("email_changes", |limit| store::email_changes::purge(db, now - UNDO_FOR, limit)).await;
    let (quiet, empty) = (now - FORGET_AFTER, now - EMPTY_FOR);
    purge("throttles", |limit| store::throttles::purge(db, quiet, empty, limit)).await;
}

async fn forget_what_was_done(app: &App) {
    let (now, db) = (app.now(), app.database.connection());
    let kept = now - app.config.activity.kept_for();
    purge("security_events", |limit| store::security_events::purge(db, kept, limit)).await;
    purge("invites", |limit| store::invites::purge(db, now - INVITE_VALIDITY, limit)).await;
    let repeatable = now - KEYS_VALIDITY;
    purge("idempotency_keys", |limit| store::idempotency_keys::purge(db, repeatable, limit)).await;
    purge("event_reports", |limit| store::platform_events::purge_reports(db, repeatable, limit)).await;
    purge("event_bursts", |limit| store::platform_events::purge_bursts(db, now, limit)).await;
    purge("key_changes", |limit| store::key_changes::purge(db, now - KEY_CHANGES_KEPT, limit)).await;
    let day = keys::day(now) - i64::from(USES_DAYS);
    purge("token_uses", |limit| store::token_uses::purge(db, day, limit)).await;
    purge("user_tokens", |limit| store::tokens::purge(db, now - ENDED_TOKENS_KEPT, limit)).await;
    // The objects that their screenshots were are swept up after them.
    purge("support_requests", |limit| store::support::purge(db, now - REQUESTS_KEPT, limit)).await;
    purge("deletions", |limit| store::deletions::purge(db, now - DELETIONS_KEPT, limit)).await;
    let before = now - TOLD_FOR;
    // Before the events: one that ends takes all its notifications with it at once.
    if purge("notifications", |limit| store::deliveries::purge(db, before, limit)).await {
        purge("events", |limit| store::deliveries::purge_events(db, before, limit)).await;
    }
}

/// Removes rows by the batch. Answers whether all that are over are gone.
async fn purge<F, E>(what: &'static str, batch: impl Fn(u64) -> F) -> bool
where
    F: Future<Output = Result<u64, E>>,
    E: Display,
{
    for _ in 0..BATCHES {
        let outcome = batch(BATCH).await;
        let removed = outcome.as_ref().ok().copied();
        report(what, outcome);
        if removed != Some(BATCH) {
            return removed.is_some();
        }
        sleep(BREATH).await;
    }
    false
}

fn report(what: &'static str, outcome: Result<u64, impl Display>) {
    match outcome {
        Ok(removed) => metrics::counter!("purged_rows_total", "table" => what).increment(removed),
        Err(error) => tracing::warn!(what, %error, "housekeeping failed; the next round tries again"),
    }
}
