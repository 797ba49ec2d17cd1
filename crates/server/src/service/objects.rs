//! What is kept outside the database: pictures, screenshots, exports.
//!
//! An object is put before the transaction that names it, and deleted after the one that names it no more. Whoever
//! dies in between leaves an object that nothing names: housekeeping finds it.

use std::{
    collections::HashSet,
    io,
    time::{Duration, UNIX_EPOCH},
};

use domain::{ErrorCode, Timestamp};
use futures_util::{Stream, TryStreamExt as _, stream};
use object_store::{
    Error, GetResult, MultipartUpload, ObjectMeta, ObjectStore, ObjectStoreExt as _, path::Path,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Failure;
use crate::{app::App, store};

/// The folders of a kind are named after the first byte of their objects' ids.
const FOLDERS: i64 = 256;
/// So often housekeeping works, each time on the next folder: it has been round in two days.
pub(crate) const A_FOLDER_EVERY: Duration = Duration::from_mins(10);
/// Whoever puts an object names it long before this.
const UNNAMED_FOR: Duration = Duration::from_hours(24);
/// In pieces of so many bytes large objects are put: the least that S3 takes, so that one is through in time on a slow
/// line too.
pub(super) const PIECE: usize = 5 * 1024 * 1024;
/// In pieces of so many bytes they are read: whoever reads slowly has no more of them in our memory.
const READ: u64 = 256 * 1024;
/// So many are looked up at a time.
const BATCH: usize = 500;

/// What an object is. The names are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Somebody's profile picture.
    Picture,
    /// What came with a request to support.
    Screenshot,
    /// Somebody's data to take away.
    Export,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Picture, Self::Screenshot, Self::Export];

    const fn folder(self) -> &'static str {
        match self {
            Self::Picture => "pictures",
            Self::Screenshot => "screenshots",
            Self::Export => "exports",
        }
    }

    fn path(self, id: Uuid) -> Path {
        let [first, ..] = id.into_bytes();
        Path::from(format!("{}/{first:02x}/{id}", self.folder()))
    }
}

/// Keeps an object, under an id that nobody had before.
///
/// # Errors
/// `unavailable`.
pub async fn put(app: &App, kind: Kind, bytes: Vec<u8>) -> Result<Uuid, Failure> {
    let id = app.entropy.uuid();
    app.objects.put(&kind.path(id), bytes.into()).await.map_err(unavailable)?;
    Ok(id)
}

/// An object, if it is there.
///
/// # Errors
/// `unavailable`.
pub async fn get(app: &App, kind: Kind, id: Uuid) -> Result<Option<GetResult>, Failure> {
    match app.objects.get(&kind.path(id)).await {
        Ok(object) => Ok(Some(object)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(unavailable(error)),
    }
}

/// Whether an object is there.
///
/// # Errors
/// `unavailable`.
pub async fn is_there(app: &App, kind: Kind, id: Uuid) -> Result<bool, Failure> {
    match app.objects.head(&kind.path(id)).await {
        Ok(_) => Ok(true),
        Err(Error::NotFound { .. }) => Ok(false),
        Err(error) => Err(unavailable(error)),
    }
}

/// An object that is put piece by piece, because it is too large to be held in memory. It is there once it is whole.
pub(super) struct Upload(Box<dyn MultipartUpload>);

impl Upload {
    /// Begins one, under an id that nobody had before.
    pub(super) async fn begin(app: &App, kind: Kind) -> Result<(Uuid, Self), Failure> {
        let id = app.entropy.uuid();
        let upload = app.objects.put_multipart(&kind.path(id)).await.map_err(unavailable)?;
        Ok((id, Self(upload)))
    }

    /// Adds a piece of [`PIECE`] bytes, or the last one.
    pub(super) async fn put(&mut self, piece: Vec<u8>) -> Result<(), Failure> {
        self.0.put_part(piece.into()).await.map_err(unavailable)
    }

    /// Makes it whole.
    pub(super) async fn complete(mut self) -> Result<(), Failure> {
        self.0.complete().await.map(drop).map_err(unavailable)
    }

    /// Leaves nothing of it.
    pub(super) async fn abort(mut self) {
        if let Err(error) = self.0.abort().await {
            tracing::warn!(%error, "the beginning of an object is left over");
        }
    }
}

/// A large object of a known size, piece by piece.
pub(super) fn pieces(
    app: &App,
    kind: Kind,
    id: Uuid,
    size: u64,
) -> impl Stream<Item = Result<Vec<u8>, Failure>> + Send + use<> {
    let (app, path) = (app.clone(), kind.path(id));
    stream::try_unfold(0, move |from| {
        let (app, path) = (app.clone(), path.clone());
        async move {
            if from >= size {
                return Ok(None);
            }
            let until = size.min(from + READ);
            // Each with a request of its own: the time that one may take is short.
            match app.objects.get_range(&path, from..until).await {
                Ok(piece) => Ok(Some((piece.into(), until))),
                Err(Error::NotFound { .. }) => Err(ErrorCode::NotFound.into()),
                Err(error) => Err(unavailable(error)),
            }
        }
    })
}

/// Deletes an object. Repeating it is fine.
///
/// # Errors
/// `unavailable`.
pub async fn delete(app: &App, kind: Kind, id: Uuid) -> Result<(), Failure> {
    delete_at(&*app.objects, &kind.path(id)).await
}

async fn delete_at(objects: &dyn ObjectStore, path: &Path) -> Result<(), Failure> {
    match objects.delete(path).await {
        Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
        Err(error) => Err(unavailable(error)),
    }
}

/// Deletes what nothing names, in the folders whose turn it is. Answers how many there were.
///
/// # Errors
/// `unavailable`.
pub async fn sweep(app: &App) -> Result<u64, Failure> {
    let mut swept = 0;
    for kind in Kind::ALL {
        let folder = Path::from(format!("{}/{:02x}", kind.folder(), turn(app.now())));
        let mut listed = app.objects.list(Some(&folder)).try_chunks(BATCH);
        loop {
            let batch = listed.try_next().await.map_err(|error| unavailable(error.1))?;
            let Some(batch) = batch else { break };
            swept += sweep_batch(app, kind, batch).await?;
        }
    }
    Ok(swept)
}

/// Deletes what was begun and never became whole. Answers how many there were.
///
/// # Errors
/// What went wrong.
pub async fn sweep_unfinished(app: &App) -> io::Result<u64> {
    let before = UNIX_EPOCH + (app.now() - UNNAMED_FOR).since(Timestamp::default());
    // Only exports are written piece by piece.
    app.remove_unfinished(Kind::Export.folder(), before).await
}

/// The folder whose turn it is.
fn turn(now: Timestamp) -> i64 {
    let every = i64::try_from(A_FOLDER_EVERY.as_millis()).unwrap_or(i64::MAX);
    (now.0 / every).rem_euclid(FOLDERS)
}

async fn sweep_batch(app: &App, kind: Kind, batch: Vec<ObjectMeta>) -> Result<u64, Failure> {
    let before = app.now() - UNNAMED_FOR;
    let old = batch.into_iter().filter(|object| object.last_modified.timestamp_millis() < before.0);
    // What has no id for its name is none of ours.
    let old: Vec<(Uuid, Path)> = old
        .filter_map(|object| Some((Uuid::try_parse(object.location.filename()?).ok()?, object.location)))
        .collect();
    let ids: Vec<Uuid> = old.iter().map(|(id, _)| *id).collect();
    if ids.is_empty() {
        return Ok(0);
    }
    let db = app.database.connection();
    let named = match kind {
        Kind::Picture => store::objects::pictures_among(db, &ids).await?,
        Kind::Screenshot => store::objects::screenshots_among(db, &ids).await?,
        Kind::Export => store::objects::exports_among(db, &ids).await?,
    };
    let named: HashSet<Uuid> = named.into_iter().collect();
    let mut swept = 0;
    for (_, path) in old.iter().filter(|(id, _)| !named.contains(id)) {
        delete_at(&*app.objects, path).await?;
        swept += 1;
    }
    Ok(swept)
}

/// Whether an object can be written, read and deleted.
///
/// # Errors
/// What went wrong.
pub async fn check(app: &App) -> Result<(), Failure> {
    let path = Path::from(format!("checks/{}", app.entropy.uuid()));
    let words = "written by doctor";
    app.objects.put(&path, words.into()).await.map_err(unavailable)?;
    let read = app.objects.get(&path).await.map_err(unavailable)?.bytes().await.map_err(unavailable)?;
    app.objects.delete(&path).await.map_err(unavailable)?;
    if read == words.as_bytes() {
        Ok(())
    } else {
        Err(Failure::caused(ErrorCode::Unavailable, "what was read is not what was written"))
    }
}

fn unavailable(error: Error) -> Failure {
    Failure::caused(ErrorCode::Unavailable, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_folder_has_its_turn() {
        let start = Timestamp(1_795_305_600_000);
        let turns: HashSet<i64> = (0..256_u32).map(|round| turn(start + A_FOLDER_EVERY * round)).collect();
        assert_eq!(turns.len(), 256);
        assert!(turns.iter().all(|folder| (0..FOLDERS).contains(folder)));
    }

    #[test]
    fn an_object_lies_in_the_folder_of_its_first_byte() {
        let id = Uuid::from_u128(0x0a00_0000_0000_4000_8000_0000_0000_0001);
        let path = Kind::Picture.path(id).to_string();
        assert_eq!(path, "pictures/0a/0a000000-0000-4000-8000-000000000001");
    }
}
