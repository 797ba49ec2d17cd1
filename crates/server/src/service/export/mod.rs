//! A person's data to take away: asked for here, written by a job, downloaded by nobody else.

mod archive;
mod contents;
mod downloads;
mod files;
mod job;
mod own;
mod progress;
mod readme;

use std::{fs::File, time::Duration};

use domain::{
    AppError, ErrorCode, Locale, Texts, Timestamp, UserId,
    account::{EXPORT_DAYS, EXPORTS_A_DAY, Export, ExportId, ExportState, Exports},
    security::SecurityEventKind,
};
use futures_util::{Stream, StreamExt as _, TryStreamExt as _, stream};

use super::{
    Failure, notices,
    objects::{self, Kind},
    people, step_up,
};
use crate::{
    app::App,
    auth::CurrentUser,
    jobs::{self, Message},
    store::{self, Connection, exports::StoredExport, security_events::SecurityEvent},
};
pub use downloads::Downloads;
pub(crate) use job::build;
use progress::Progress;

/// However a person spreads them over it, they may ask for so many within this time.
const DAY: Duration = Duration::from_hours(24);
/// So long one can be downloaded, and so long it is known that one failed or was deleted.
pub(crate) const KEPT: Duration = Duration::from_hours(EXPORT_DAYS as u64 * 24);
/// One that is under way for longer has failed.
const PATIENCE: Duration = Duration::from_hours(24);
/// More than anybody has: those that failed don't count to what a day allows.
const LISTED: u64 = 20;

/// The person's exports, and when they may ask for the next.
///
/// # Errors
/// `unavailable`.
pub async fn list(app: &App, user: &CurrentUser) -> Result<Exports, Failure> {
    read(app.database.connection(), user.id, app.now()).await
}

async fn read(db: &impl Connection, user: UserId, now: Timestamp) -> Result<Exports, Failure> {
    let list = store::exports::list(db, user, now, LISTED).await?;
    let before = store::exports::requested_before_last(db, user, EXPORTS_A_DAY as u64 - 1).await?;
    Ok(Exports { list, next_at: before.map(|at| at + DAY).filter(|at| *at > now) })
}

/// Asks for an export. While one is under way there is no other.
///
/// # Errors
/// `step_up`, `too_many_exports`.
pub async fn request(app: &App, user: &CurrentUser) -> Result<Exports, Failure> {
    step_up::require(app, user)?;
    let now = app.now();
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    // One at a time for each person: of several that ask at once, one makes an export.
    people::hold(db, user.id).await?;
    let before = read(db, user.id, now).await?;
    if before.list.iter().any(|export| export.state.is_under_way()) {
        return Ok(before);
    }
    if let Some(next_at) = before.next_at {
        return Err(too_many(next_at.since(now)).into());
    }
    let id = ExportId(app.entropy.uuid());
    store::exports::insert(db, id, user.id, user.locale, (now, now + PATIENCE)).await?;
    store::security_events::insert(db, user.event(app, SecurityEventKind::ExportRequested)).await?;
    jobs::enqueue_in(app, db, &Message::BuildExport { export: id }, user.locale).await?;
    let exports = read(db, user.id, now).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(exports)
}

fn too_many(wait: Duration) -> AppError {
    metrics::counter!("throttled_total", "limit" => "exports").increment(1);
    let seconds = u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX);
    AppError { retry_after: Some(seconds), ..AppError::new(ErrorCode::TooManyExports) }
}

/// That an export is the person's and can be downloaded by them now. What a browser is told instead of a file, it
/// would save as one.
///
/// # Errors
/// `step_up`, `not_found`, `busy`, `unavailable`.
pub async fn open(app: &App, user: &CurrentUser, id: ExportId) -> Result<(), Failure> {
    let object = find(app, user, id).await?.object.ok_or(ErrorCode::NotFound)?;
    if !objects::is_there(app, Kind::Export, object).await? {
        return Err(ErrorCode::NotFound.into());
    }
    app.downloads.take(user.id).map(drop)
}

/// An export that is the person's and can be downloaded by them now.
///
/// # Errors
/// `step_up`, `not_found`.
pub async fn ready(app: &App, user: &CurrentUser, id: ExportId) -> Result<Export, Failure> {
    Ok(find(app, user, id).await?.shown)
}

async fn find(app: &App, user: &CurrentUser, id: ExportId) -> Result<StoredExport, Failure> {
    let found = own(app.database.connection(), user, id, app.now()).await?;
    if found.shown.state != ExportState::Ready {
        return Err(ErrorCode::NotFound.into());
    }
    step_up::require(app, user)?;
    Ok(found)
}

/// Nothing for somebody else's, for one whose time is over, and for one that was deleted.
async fn own(
    db: &impl Connection,
    user: &CurrentUser,
    id: ExportId,
    now: Timestamp,
) -> Result<StoredExport, Failure> {
    let found = store::exports::find(db, id, now).await?;
    let own = found.filter(|found| found.user == user.id && found.shown.state != ExportState::Deleted);
    own.ok_or_else(|| ErrorCode::NotFound.into())
}

/// An export on its way to its person.
pub struct Download<S> {
    /// What it is.
    pub export: Export,
    /// What is in it.
    pub bytes: S,
}

/// An export's bytes, if it is the person's. Its owner sees in the log who had it.
///
/// # Errors
/// `step_up`, `not_found`, `busy`, `unavailable`.
pub async fn download(
    app: &App,
    user: &CurrentUser,
    id: ExportId,
) -> Result<Download<impl Stream<Item = Result<Vec<u8>, Failure>> + Send + use<>>, Failure> {
    let StoredExport { shown: export, object, .. } = find(app, user, id).await?;
    let (object, size) = object.zip(export.size).ok_or(ErrorCode::NotFound)?;
    let place = app.downloads.take(user.id)?;
    let mut rest = Box::pin(objects::pieces(app, Kind::Export, object, size));
    // Before anything is answered: what can't be read is no download.
    let first = rest.try_next().await?.unwrap_or_default();
    let event = user.event(app, SecurityEventKind::ExportDownloaded);
    store::security_events::insert(app.database.connection(), event).await?;
    let bytes = stream::iter([Ok(first)]).chain(rest).boxed();
    Ok(Download { export, bytes: downloads::hand_out(app, place, bytes) })
}

/// Deletes an export before its time, also one that is not ready yet. Whoever stops one has not agreed to delete what
/// is ready by now, so it is the one in this `state` that goes.
///
/// # Errors
/// `not_found`, `conflict`.
pub async fn delete(
    app: &App,
    user: &CurrentUser,
    id: ExportId,
    state: ExportState,
) -> Result<Exports, Failure> {
    let now = app.now();
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    // It does not become ready until this is through.
    people::hold(db, user.id).await?;
    let found = own(db, user, id, now).await?;
    if !found.shown.state.is_like(state) {
        return Err(ErrorCode::Conflict.into());
    }
    if found.shown.state == ExportState::Failed {
        // It counts no more after than before.
        store::exports::delete(db, id).await?;
    } else {
        store::exports::set_deleted(db, id, now + KEPT).await?;
    }
    if let Some(object) = found.object {
        jobs::enqueue(app, db, &Message::DeleteObject { object: Kind::Export, id: object }).await?;
    }
    store::security_events::insert(db, user.event(app, SecurityEventKind::ExportDeleted)).await?;
    let exports = read(db, user.id, now).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(exports)
}

/// Writes somebody's data to a file without a name, for an administrator. The person is told.
///
/// # Errors
/// `not_found` when the account is gone, `unavailable`.
pub async fn write_as_admin(app: &App, user: UserId) -> Result<File, Failure> {
    let db = app.database.connection();
    let person = store::people::find(db, user).await?.ok_or(ErrorCode::NotFound)?;
    let locale = Locale::default();
    let kind = SecurityEventKind::ExportedByAdmin;
    let event = SecurityEvent::of_ours(app.entropy.uuid(), user, kind, app.now());
    // First: whoever stops it halfway has had a part of it.
    let transaction = app.database.begin().await?;
    notices::log(app, transaction.connection(), event, locale).await?;
    transaction.commit().await?;
    app.wake_worker();
    let texts = Texts { locale };
    match Box::pin(contents::write(app, &person, texts, &mut Progress::of_nothing(app))).await {
        Ok(file) => Ok(file),
        Err(job::Ended::Failed(failure)) => Err(failure),
        Err(job::Ended::Stopped) => Err(ErrorCode::NotFound.into()),
    }
}

/// Those that are under way for too long have failed. Removes those whose time is over, with their objects. At most
/// `limit` of each. Answers how many were removed.
///
/// # Errors
/// `unavailable`.
pub async fn purge(app: &App, limit: u64) -> Result<u64, Failure> {
    let now = app.now();
    for export in store::exports::overdue(app.database.connection(), now, limit).await? {
        job::give_up(app, &export).await?;
    }
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let over = store::exports::purge(db, now, limit).await?;
    let removed = over.len() as u64;
    let messages = over.into_iter().flatten().map(|id| {
        let message = Message::DeleteObject { object: Kind::Export, id };
        message.to_store(app.entropy.uuid(), now, Locale::default())
    });
    let messages = messages.collect::<Result<Vec<_>, _>>()?;
    if !messages.is_empty() {
        store::outbox::insert_new(db, messages).await?;
    }
    transaction.commit().await?;
    app.wake_worker();
    Ok(removed)
}
