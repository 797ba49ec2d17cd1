//! What the platform reports: checked, counted when it comes in bursts, and told to whom it is for.

use std::time::Duration;

use domain::{ErrorCode, Locale, Timestamp, UserId, notification::PlatformReport};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{
    Failure,
    delivery::{self, Audience},
    idempotency::{IdempotencyKey, digest},
    keys::KnownService,
};
use crate::{
    app::App,
    jobs::Message,
    ports::broadcast::News,
    store::{
        self, Connection,
        events::Event,
        platform_events::{Burst, Report},
    },
};

/// What happens again so soon after the first time is the same event.
pub(super) const BURST: Duration = Duration::from_mins(1);
/// Open windows are told no more often how far a burst has come.
const TELL_EVERY: Duration = Duration::from_secs(5);
/// So often another report was first. Each time one got through, so more means that something else is wrong.
const TRIES: usize = 8;
/// So many people are told at a time.
const TOLD_AT_ONCE: u64 = 1_000;

/// What a report became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The event.
    pub event: Uuid,
    /// How often it happened, with this report.
    pub count: u32,
}

/// Takes a report of a service's. The same one again gets the same answer.
///
/// # Errors
/// `invalid` with every wrong field, `not_found` for an audience that is not there, `key_reused`.
pub async fn report(
    app: &App,
    service: &KnownService,
    report: PlatformReport,
    key: &IdempotencyKey,
) -> Result<Reported, Failure> {
    let report = report.checked(app.now())?;
    for _ in 0..TRIES {
        if let Some(reported) = take(app, &service.name, &report, key).await? {
            app.wake_worker();
            return Ok(reported);
        }
    }
    Err(ErrorCode::Busy.into())
}

/// One try. Nothing when another report was first: then nothing was done, and the next try finds it there.
async fn take(
    app: &App,
    service: &str,
    report: &PlatformReport,
    key: &IdempotencyKey,
) -> Result<Option<Reported>, Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let report_key = key.of_service(service);
    if let Some(before) = store::platform_events::find_report(db, &report_key).await? {
        return if before.request == key.request() {
            Ok(Some(reported(before.event, before.count)))
        } else {
            Err(ErrorCode::KeyReused.into())
        };
    }
    let audience = audience(db, report).await?;
    note_subscription(app, db, report).await?;
    let Some((event, count)) = count_or_tell(app, db, report, audience).await? else { return Ok(None) };
    let request = key.request().to_owned();
    let stored = Report { key: report_key, request, event, count, at: app.now() };
    if !store::platform_events::insert_report(db, stored).await? {
        return Ok(None);
    }
    transaction.commit().await?;
    Ok(Some(reported(event, count)))
}

/// Whom it is for, if they are there.
async fn audience(db: &impl Connection, report: &PlatformReport) -> Result<Audience, Failure> {
    let (there, audience) = match (report.user, report.client) {
        (Some(user), _) => (store::people::find(db, user).await?.is_some(), Audience::Person(user)),
        (None, Some(client)) => (store::clients::lock(db, client).await?, Audience::Members(client)),
        (None, None) => (true, Audience::Everybody),
    };
    if there { Ok(audience) } else { Err(ErrorCode::NotFound.into()) }
}

/// Keeps what it says of an organisation's subscription, also when people are not told anew. Nobody else does so at the
/// same time: the organisation is locked.
async fn note_subscription(app: &App, db: &impl Connection, report: &PlatformReport) -> Result<(), Failure> {
    if let (Some(client), Some(subscription)) = (report.client, report.subscription) {
        store::clients::set_subscription(db, client, subscription, happened_at(app, report)).await?;
    }
    Ok(())
}

/// Counts it in the burst that it belongs to, or has people told of it. Nothing when somebody else's burst of the
/// same began meanwhile.
async fn count_or_tell(
    app: &App,
    db: &impl Connection,
    report: &PlatformReport,
    audience: Audience,
) -> Result<Option<(Uuid, i32)>, Failure> {
    let now = app.now();
    let key = burst_key(report);
    let before = store::platform_events::lock_burst(db, &key).await?;
    if let Some(burst) = before.filter(|burst| now < burst.until)
        && let Some(count) = store::platform_events::count(db, burst.event).await?
    {
        tell_later(app, db, burst).await?;
        return Ok(Some((burst.event, count)));
    }
    let event = event(app, report);
    delivery::tell(app, db, &event, audience, Locale::default()).await?;
    let burst = Burst { event: event.id, until: now + BURST };
    if before.is_some() {
        store::platform_events::replace_burst(db, &key, burst).await?;
    } else if !store::platform_events::insert_burst(db, &key, burst).await? {
        return Ok(None);
    }
    Ok(Some((event.id, event.count)))
}

/// What makes two reports the same: kind, audience and part of the platform. Without a part, what it is called:
/// two invoices are two events.
fn burst_key(report: &PlatformReport) -> String {
    let id = |id: Option<Uuid>| id.unwrap_or_default().into_bytes();
    let (user, client) = (id(report.user.map(|user| user.0)), id(report.client.map(|client| client.0)));
    let title = if report.resource.is_empty() { report.title.as_str() } else { "" };
    let kind = report.kind.key().as_bytes();
    digest(&[kind, &user, &client, report.resource.as_bytes(), title.as_bytes()])
}

fn event(app: &App, report: &PlatformReport) -> Event {
    let event = Event::new(app.entropy.uuid(), report.kind, happened_at(app, report)).about(&report.resource);
    Event { client: report.client, title: report.title.clone(), message: report.message.clone(), ..event }
}

/// A service whose clock is a little ahead does not report the future.
fn happened_at(app: &App, report: &PlatformReport) -> Timestamp {
    let now = app.now();
    report.occurred_at.map_or(now, |at| at.min(now))
}

/// Has open windows told of the count: soon, whatever comes until then, and when the burst is over, because the last
/// of it may come while the worker tells.
async fn tell_later(app: &App, db: &impl Connection, burst: Burst) -> Result<(), Failure> {
    let event = burst.event;
    let mut messages = Vec::new();
    for (what, due, over) in [(*b"soon", app.now() + TELL_EVERY, false), (*b"over", burst.until, true)] {
        let message = Message::Grown { event, over };
        messages.push(message.to_store(message_id(what, event), due, Locale::default())?);
    }
    Ok(store::outbox::insert_new(db, messages).await?)
}

/// The same for the same: so there is one of it at a time.
fn message_id(what: [u8; 4], event: Uuid) -> Uuid {
    let hash = Sha256::new().chain_update(what).chain_update(event.as_bytes()).finalize();
    let bytes = hash.first_chunk::<16>().copied().unwrap_or_default();
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Tells the windows of all who were told of an event how often it happened by now. Very many are told only when it
/// is `over`: each who looks costs a query.
///
/// # Errors
/// `unavailable`.
pub(crate) async fn tell_growth(app: &App, event: Uuid, over: bool) -> Result<(), Failure> {
    let db = app.database.connection();
    let Some(event) = store::events::find(db, &[event]).await?.pop() else { return Ok(()) };
    let notification = event.notification(0, false, None);
    let mut after: Option<UserId> = None;
    loop {
        let to = store::notifications::told_of(db, event.id, after, TOLD_AT_ONCE).await?;
        let Some((last, _)) = to.last().copied() else { return Ok(()) };
        if !over && to.len() as u64 == TOLD_AT_ONCE {
            return Ok(());
        }
        after = Some(last);
        app.broadcast.tell(News::Notification { notification: notification.clone(), to }).await;
    }
}

fn reported(event: Uuid, count: i32) -> Reported {
    Reported { event, count: u32::try_from(count).unwrap_or(1) }
}
