//! Writing an export: to a file without a name, then to the object store, then it is ready.
//!
//! Whoever dies on the way leaves nothing but an object that no row names, which housekeeping sweeps up, and the
//! message, which is leased for minutes only: it is renewed on the way, and whoever loses it stops.

use std::{
    fs::File,
    io::{Read as _, Seek as _},
};

use domain::{ErrorCode, Texts, Timestamp, account::ExportId, security::SecurityEventKind};
use uuid::Uuid;

use super::{
    KEPT, contents,
    progress::{Part, Progress},
};
use crate::{
    app::App,
    service::{
        Failure, notices,
        objects::{self, Kind, PIECE, Upload},
    },
    store::{
        self, StoreError, exports::StoredExport, outbox::Leased, people::Person,
        security_events::SecurityEvent,
    },
};

/// So often it is tried: with the pauses of the outbox for longer than anybody waits for it. It counts for those that
/// take the process along each time, and are tried again at once where it is started again.
const TRIES: i32 = 40;
/// What follows the writing.
const UPLOADING: Part = Part(90, 99);

/// Why an export did not become ready.
pub(super) enum Ended {
    /// It was deleted, the account is gone, or another worker is at it.
    Stopped,
    /// Something failed.
    Failed(Failure),
}

impl From<Failure> for Ended {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// Writes an export.
///
/// # Errors
/// `unavailable`; then it is written anew, a few times.
pub(crate) async fn build(app: &App, leased: &Leased, id: ExportId) -> Result<(), Failure> {
    let db = app.database.connection();
    let Some(export) = store::exports::find(db, id, app.now()).await? else { return Ok(()) };
    let Some(person) = store::people::find(db, export.user).await? else { return Ok(()) };
    if !export.shown.state.is_under_way() {
        return Ok(());
    }
    // Whoever died each time could not say so.
    if leased.attempt > TRIES {
        return give_up(app, &export).await;
    }
    let mut progress = Progress::of(app, leased, id);
    match Box::pin(write_and_keep(app, &mut progress, &export, &person)).await {
        Ok(()) | Err(Ended::Stopped) => {}
        Err(Ended::Failed(failure)) if leased.attempt >= TRIES => {
            tracing::error!(export = %id, %failure, "an export can't be written");
            give_up(app, &export).await?;
        }
        Err(Ended::Failed(failure)) => return Err(failure),
    }
    // It was renewed: whoever leased it would not recognise it.
    progress.finish(db).await?;
    Ok(())
}

/// Notes that one failed, unless it is through otherwise meanwhile, and has its person told: they wait for a mail.
pub(super) async fn give_up(app: &App, export: &StoredExport) -> Result<(), Failure> {
    let now = app.now();
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let is_there = store::people::lock(db, export.user).await?;
    if !store::exports::set_failed(db, export.shown.id, now + KEPT).await? {
        return Ok(());
    }
    if is_there {
        let kind = SecurityEventKind::ExportFailed;
        let event = SecurityEvent::of_ours(app.entropy.uuid(), export.user, kind, now);
        notices::log(app, db, event, export.locale).await?;
    }
    transaction.commit().await?;
    metrics::counter!("exports_total", "outcome" => "failed").increment(1);
    app.wake_worker();
    Ok(())
}

async fn write_and_keep(
    app: &App,
    progress: &mut Progress<'_>,
    export: &StoredExport,
    person: &Person,
) -> Result<(), Ended> {
    let texts = Texts { locale: export.locale };
    let file = Box::pin(contents::write(app, person, texts, progress)).await?;
    let object = upload(app, file, progress).await?;
    fail::fail_point!("export::uploaded");
    let ready = say_ready(app, progress, export, object).await;
    if matches!(ready, Err(Ended::Stopped)) {
        // Nobody names it, so nobody else deletes it before housekeeping does.
        objects::delete(app, Kind::Export, object.0).await?;
    }
    ready
}

/// Puts the file into the object store, piece by piece. Answers what it is there, and its bytes.
async fn upload(app: &App, file: File, progress: &mut Progress<'_>) -> Result<(Uuid, u64), Ended> {
    let size = file.metadata().map_err(broken)?.len();
    let (id, mut upload) = Upload::begin(app, Kind::Export).await?;
    match put_pieces(file, size, &mut upload, progress).await {
        Ok(()) => {
            upload.complete().await?;
            Ok((id, size))
        }
        Err(ended) => {
            upload.abort().await;
            Err(ended)
        }
    }
}

async fn put_pieces(
    mut file: File,
    size: u64,
    upload: &mut Upload,
    progress: &mut Progress<'_>,
) -> Result<(), Ended> {
    file.rewind().map_err(broken)?;
    let mut put = 0;
    while put < size {
        let (piece, rest) = tokio::task::spawn_blocking(move || {
            let mut piece = Vec::with_capacity(PIECE);
            file.by_ref().take(PIECE as u64).read_to_end(&mut piece).map(|_| (piece, file))
        })
        .await
        .map_err(broken)?
        .map_err(broken)?;
        file = rest;
        if piece.is_empty() {
            return Err(broken("the file is shorter than it was").into());
        }
        put += piece.len() as u64;
        upload.put(piece).await?;
        progress.note(UPLOADING, put, size).await?;
    }
    Ok(())
}

/// Makes it known, if it is still wanted and still this worker's.
async fn say_ready(
    app: &App,
    progress: &Progress<'_>,
    export: &StoredExport,
    object: (Uuid, u64),
) -> Result<(), Ended> {
    let now: Timestamp = app.now();
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    // Nobody deletes it, or the account, until this is through.
    let wanted = store::people::lock(db, export.user).await?
        && store::exports::set_ready(db, export.shown.id, object, now + KEPT).await?
        && progress.finish(db).await?;
    if !wanted {
        return Err(Ended::Stopped);
    }
    let kind = SecurityEventKind::ExportReady;
    let event = SecurityEvent::of_ours(app.entropy.uuid(), export.user, kind, now);
    notices::log(app, db, event, export.locale).await?;
    transaction.commit().await?;
    metrics::counter!("exports_total", "outcome" => "ready").increment(1);
    app.wake_worker();
    Ok(())
}

pub(super) fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
    Failure::caused(ErrorCode::Unavailable, cause)
}
