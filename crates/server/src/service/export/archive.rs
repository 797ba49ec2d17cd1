//! A ZIP that is written file by file, piece by piece, to a file without a name: whoever dies leaves nothing of it.

use std::{
    fs::{DirBuilder, File},
    io::{self, BufWriter, Write as _},
    os::unix::fs::DirBuilderExt as _,
    path::Path,
};

use domain::{ErrorCode, Timestamp};
use serde_json::Value;
use time::OffsetDateTime;
use tokio::task::spawn_blocking;
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipResult, write::SimpleFileOptions};

use super::job::broken;
use crate::service::Failure;

/// What is written at a time.
const BUFFER: usize = 64 * 1024;

/// A ZIP that is being written.
pub(super) struct Archive {
    /// Nothing while another thread is at it, and once that failed.
    zip: Option<Box<Zip>>,
    options: SimpleFileOptions,
}

type Zip = ZipWriter<BufWriter<File>>;

impl Archive {
    /// An empty one. Its bytes lie on the disk of `folder`, under no name.
    pub(super) async fn create(folder: &Path, now: Timestamp) -> Result<Self, Failure> {
        let folder = folder.to_owned();
        let file = blocking(move || unnamed(&folder)).await?.map_err(broken)?;
        let zip = ZipWriter::new(BufWriter::with_capacity(BUFFER, file));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(written_at(now))
            .unix_permissions(0o600);
        Ok(Self { zip: Some(Box::new(zip)), options })
    }

    /// Begins a file; what is written from now on is in it. The name is one of ours, never one that somebody typed.
    pub(super) async fn begin(&mut self, name: &str) -> Result<(), Failure> {
        let (name, options) = (name.to_owned(), self.options);
        self.with(move |zip| zip.start_file(name, options)).await
    }

    /// The same with one that may pass 4 GB. Of others that is not said: not every program can read it.
    pub(super) async fn begin_long(&mut self, name: &str) -> Result<(), Failure> {
        let (name, options) = (name.to_owned(), self.options.large_file(true));
        self.with(move |zip| zip.start_file(name, options)).await
    }

    /// Begins a file of bytes that can't be packed any further.
    pub(super) async fn add_packed(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), Failure> {
        let options = self.options.compression_method(CompressionMethod::Stored);
        let name = name.to_owned();
        self.with(move |zip| {
            zip.start_file(name, options)?;
            Ok(zip.write_all(&bytes)?)
        })
        .await
    }

    /// Goes on with the file that was begun.
    pub(super) async fn write(&mut self, bytes: Vec<u8>) -> Result<(), Failure> {
        self.with(move |zip| Ok(zip.write_all(&bytes)?)).await
    }

    /// Adds a whole file.
    pub(super) async fn add(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), Failure> {
        self.begin(name).await?;
        self.write(bytes).await
    }

    /// Adds a file with a value, for people and programs.
    pub(super) async fn add_json(&mut self, name: &str, value: &Value) -> Result<(), Failure> {
        self.add(name, (pretty(value)? + "\n").into_bytes()).await
    }

    /// Begins a file with a list.
    pub(super) async fn list(&mut self, name: &str) -> Result<List<'_>, Failure> {
        self.begin(name).await?;
        Ok(List { archive: self, empty: true })
    }

    /// The same with one that may pass 4 GB.
    pub(super) async fn long_list(&mut self, name: &str) -> Result<List<'_>, Failure> {
        self.begin_long(name).await?;
        Ok(List { archive: self, empty: true })
    }

    /// Ends it. Answers the file, from wherever.
    pub(super) async fn finish(mut self) -> Result<File, Failure> {
        let zip = self.zip.take().ok_or(ErrorCode::Internal)?;
        let file = blocking(move || zip.finish().map(BufWriter::into_inner)).await?;
        file.map_err(broken)?.map_err(|error| broken(error.into_error()))
    }

    async fn with(
        &mut self,
        step: impl FnOnce(&mut Zip) -> ZipResult<()> + Send + 'static,
    ) -> Result<(), Failure> {
        let mut zip = self.zip.take().ok_or(ErrorCode::Internal)?;
        let (zip, outcome) = blocking(move || {
            let outcome = step(&mut zip);
            (zip, outcome)
        })
        .await?;
        outcome.map_err(broken)?;
        self.zip = Some(zip);
        Ok(())
    }
}

/// A list that is written page by page.
pub(super) struct List<'a> {
    archive: &'a mut Archive,
    empty: bool,
}

impl List<'_> {
    /// Adds some values.
    pub(super) async fn add(&mut self, values: impl IntoIterator<Item = Value>) -> Result<(), Failure> {
        let mut text = String::new();
        for value in values {
            text.push_str(if self.empty { "[\n  " } else { ",\n  " });
            self.empty = false;
            // No text in JSON holds a line break of its own.
            text.push_str(&pretty(&value)?.replace('\n', "\n  "));
        }
        self.archive.write(text.into_bytes()).await
    }

    /// Ends it.
    pub(super) async fn end(self) -> Result<(), Failure> {
        let end = if self.empty { "[]\n" } else { "\n]\n" };
        self.archive.write(end.into()).await
    }
}

/// A file without a name in a folder for its owner only.
fn unnamed(folder: &Path) -> io::Result<File> {
    // Where everything is kept elsewhere, the folder need not be there, nor a disk that could have it. A disk that is
    // full is another matter: the system's folder for such files is often memory.
    match DirBuilder::new().recursive(true).mode(0o700).create(folder) {
        Ok(()) => tempfile::tempfile_in(folder),
        Err(_) => tempfile::tempfile(),
    }
}

fn pretty(value: &Value) -> Result<String, Failure> {
    serde_json::to_string_pretty(value).map_err(|error| Failure::caused(ErrorCode::Internal, error))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    spawn_blocking(work).await.map_err(broken)
}

/// The time in UTC as the files of a ZIP carry it.
fn written_at(now: Timestamp) -> DateTime {
    let moment = OffsetDateTime::from_unix_timestamp(now.0 / 1000).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (year, month, day) = moment.to_calendar_date();
    let (hour, minute, second) = moment.to_hms();
    let year = u16::try_from(year).unwrap_or_default();
    DateTime::from_date_and_time(year, month.into(), day, hour, minute, second).unwrap_or_default()
}
