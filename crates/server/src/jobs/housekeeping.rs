//! Removing what has had its day: ended sessions, old flows, forgotten counters.

use std::{fmt::Display, time::Duration};

use domain::{Timestamp, organisation::INVITE_VALIDITY, token::USES_DAYS};
use tokio::sync::watch;

use crate::{
    app::App,
    service::{codes::FLOW_VALIDITY, devices, email_change::UNDO_FOR, keys, objects, throttle::FORGET_AFTER},
    store,
};

const EVERY: Duration = objects::A_FOLDER_EVERY;
/// How long a repeated request finds what the first one made.
const KEYS_VALIDITY: Duration = Duration::from_hours(24);
/// Much longer than any process may lag behind.
const KEY_CHANGES_KEPT: Duration = Duration::from_hours(1);

/// A counter that counts nothing is kept for so long: an attempt may be under way.
const EMPTY_FOR: Duration = Duration::from_hours(1);
/// So many entries of the activity log are removed at a time: nobody waits for their lock.
const EVENTS_A_ROUND: u64 = 5_000;
/// So long people can look up what they were told.
const TOLD_FOR: Duration = Duration::from_hours(180 * 24);
/// So many notifications are removed at a time, so often a round: as many as are made in the busiest ten minutes.
const TOLD_A_ROUND: u64 = 5_000;
const TOLD_BATCHES: u32 = 20;

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
    let (now, db) = (app.now(), app.database.connection());
    let idle_since = now - app.config.session.idle_limit();
    report("sessions", store::sessions::purge(db, now, idle_since).await);
    report("flows", store::flows::purge(db, now - FLOW_VALIDITY).await);
    report("pending_sign_ins", store::pending_sign_ins::purge(db, now).await);
    report("passkey_ceremonies", store::passkey_ceremonies::purge(db, now).await);
    report("used_codes", store::used_codes::purge(db, now).await);
    report("devices", store::devices::purge(db, now - devices::KEPT_FOR).await);
    report("email_changes", store::email_changes::purge(db, now - UNDO_FOR).await);
    let kept = now - app.config.activity.kept_for();
    report("security_events", store::security_events::purge(db, kept, EVENTS_A_ROUND).await);
    report("invites", store::invites::purge(db, now - INVITE_VALIDITY).await);
    report("idempotency_keys", store::idempotency_keys::purge(db, now - KEYS_VALIDITY).await);
    report("event_reports", store::platform_events::purge_reports(db, now - KEYS_VALIDITY).await);
    report("event_bursts", store::platform_events::purge_bursts(db, now).await);
    report("key_changes", store::key_changes::purge(db, now - KEY_CHANGES_KEPT).await);
    report("token_uses", store::token_uses::purge(db, keys::day(now) - i64::from(USES_DAYS)).await);
    report("objects", objects::sweep(app).await);
    forget_told(db, now - TOLD_FOR).await;
    report("throttles", store::throttles::purge(db, now - FORGET_AFTER, now - EMPTY_FOR).await);
}

/// Removes what people were told, and then the events: one that ends takes all its notifications with it at once.
async fn forget_told(db: &impl store::Connection, before: Timestamp) {
    for _ in 0..TOLD_BATCHES {
        let batch = store::deliveries::purge(db, before, TOLD_A_ROUND).await;
        let is_last = !matches!(batch, Ok(TOLD_A_ROUND));
        report("notifications", batch);
        if is_last {
            report("events", store::deliveries::purge_events(db, before, TOLD_A_ROUND).await);
            return;
        }
    }
}

fn report(what: &'static str, outcome: Result<u64, impl Display>) {
    match outcome {
        Ok(removed) => metrics::counter!("purged_rows_total", "table" => what).increment(removed),
        Err(error) => tracing::warn!(what, %error, "housekeeping failed; the next round tries again"),
    }
}
