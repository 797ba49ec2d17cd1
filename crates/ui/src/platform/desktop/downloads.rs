//! Files from the server, into the folder where the system keeps downloads.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use dioxus::fullstack::{
    ClientRequest, Method,
    reqwest::{Response, StatusCode, header::CONTENT_TYPE},
};
use directories::UserDirs;
use domain::{AppError, ErrorCode};

use crate::platform::Saved;

/// What the server answers with.
const ZIP: &str = "application/zip";
/// So many files may have the same name but for a number.
const ALIKE: u32 = 1000;

/// Saves what the server answers at this path, with the window's session. Goes on when the page is gone.
pub async fn save_file(path: &str, name: &str) -> Saved {
    let (path, name) = (path.to_owned(), name.to_owned());
    tokio::spawn(async move { save(path, &name).await }).await.unwrap_or(Saved::Unwritten)
}

async fn save(path: String, name: &str) -> Saved {
    let answer = match ask(path).await {
        Ok(answer) => answer,
        Err(code) => return Saved::Refused(AppError::new(code)),
    };
    let Some(mut place) = folder().and_then(|folder| Place::free(&folder, name).ok()) else {
        return Saved::Unwritten;
    };
    let saved = take(answer, &mut place).await;
    place.finish(saved)
}

async fn ask(path: String) -> Result<Response, ErrorCode> {
    let request = ClientRequest::new(Method::GET, path, &()).new_reqwest_request();
    let answer = request.send().await.map_err(|_| ErrorCode::Unreachable)?;
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    match answer.status() {
        StatusCode::OK if kind.is_some_and(|kind| kind.starts_with(ZIP)) => Ok(answer),
        status => Err(meaning(status)),
    }
}

/// What a status says that comes without a file.
fn meaning(status: StatusCode) -> ErrorCode {
    match status {
        // Not a file but a page: the one to log in.
        StatusCode::OK | StatusCode::UNAUTHORIZED => ErrorCode::SignedOut,
        status if status.is_redirection() => ErrorCode::SignedOut,
        StatusCode::FORBIDDEN => ErrorCode::StepUp,
        StatusCode::NOT_FOUND => ErrorCode::NotFound,
        StatusCode::SERVICE_UNAVAILABLE => ErrorCode::Unavailable,
        StatusCode::INTERNAL_SERVER_ERROR => ErrorCode::Internal,
        _ => ErrorCode::Unreachable,
    }
}

/// Writes piece by piece: the file may be larger than the memory.
async fn take(mut answer: Response, place: &mut Place) -> Result<(), Lost> {
    while let Some(piece) = answer.chunk().await.map_err(|_| Lost::OnTheWay)? {
        place.file.write_all(&piece).map_err(|_| Lost::Here)?;
    }
    place.file.sync_all().map_err(|_| Lost::Here)
}

/// Where a file was lost.
#[derive(Clone, Copy, Debug)]
enum Lost {
    OnTheWay,
    Here,
}

/// The system's folder for downloads, or the person's own.
fn folder() -> Option<PathBuf> {
    let folders = UserDirs::new()?;
    let downloads = folders.download_dir().filter(|folder| folder.is_dir());
    Some(downloads.unwrap_or_else(|| folders.home_dir()).to_owned())
}

/// A file on its way. It gets its name when it is whole; one that gets none is removed.
struct Place {
    file: File,
    part: PathBuf,
    whole: PathBuf,
    named: bool,
}

impl Place {
    /// The first name that no file has: what is there is never written over.
    fn free(folder: &Path, name: &str) -> io::Result<Self> {
        for number in 1..=ALIKE {
            let whole = folder.join(numbered(name, number));
            let part = folder.join(format!("{}.part", numbered(name, number)));
            remove_abandoned(&part);
            match private(&part) {
                Ok(file) if !whole.exists() => return Ok(Self { file, part, whole, named: false }),
                Ok(_) => fs::remove_file(part)?,
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// Never half a file.
    fn finish(mut self, taken: Result<(), Lost>) -> Saved {
        let named = taken.and_then(|()| fs::rename(&self.part, &self.whole).map_err(|_| Lost::Here));
        self.named = named.is_ok();
        match named {
            Ok(()) => Saved::At(self.whole.display().to_string()),
            Err(Lost::OnTheWay) => Saved::Broken,
            Err(Lost::Here) => Saved::Unwritten,
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if !self.named {
            // What can't be removed stays, with a name that says what it is.
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// Removes what a window left that was closed on the way: nobody holds it any more.
fn remove_abandoned(part: &Path) {
    let is_held = |file: File| file.try_lock().is_err();
    if OpenOptions::new().write(true).open(part).is_ok_and(|file| !is_held(file)) {
        // What can't be removed keeps its place, and the next name is taken.
        let _ = fs::remove_file(part);
    }
}

/// A new file that only its owner can read. It is held until it is closed, whatever ends the program.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    // Fails where files can't be held: there what is left keeps its place.
    let _ = file.try_lock();
    Ok(file)
}

/// `data.zip`, `data (2).zip`.
fn numbered(name: &str, number: u32) -> String {
    match name.rsplit_once('.') {
        _ if number == 1 => name.to_owned(),
        Some((stem, extension)) => format!("{stem} ({number}).{extension}"),
        None => format!("{name} ({number})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_whole_private_and_takes_nobodys_place() {
        let folder = std::env::temp_dir().join(format!("personal-settings-downloads-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        for (text, expected) in [("first", "data.zip"), ("second", "data (2).zip")] {
            let mut place = Place::free(&folder, "data.zip").expect("a place");
            place.file.write_all(text.as_bytes()).expect("written");
            let file = folder.join(expected);
            assert!(!file.exists());
            assert!(matches!(place.finish(Ok(())), Saved::At(path) if Path::new(&path) == file));
            assert_eq!(fs::read_to_string(&file).expect("a text"), text);
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);
            }
        }
        for (lost, broken) in [(Lost::OnTheWay, true), (Lost::Here, false)] {
            let place = Place::free(&folder, "data.zip").expect("a place");
            assert_eq!(matches!(place.finish(Err(lost)), Saved::Broken), broken);
        }
        drop(Place::free(&folder, "data.zip").expect("a place"));
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 2);
        fs::remove_dir_all(folder).expect("removed");
    }

    #[test]
    fn two_on_their_way_at_once_get_two_names() {
        let folder = std::env::temp_dir().join(format!("personal-settings-two-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let (one, other) = (Place::free(&folder, "data.zip"), Place::free(&folder, "data.zip"));
        assert_eq!(one.as_ref().expect("a place").whole, folder.join("data.zip"));
        assert_eq!(other.as_ref().expect("a place").whole, folder.join("data (2).zip"));
        fs::remove_dir_all(folder).expect("removed");
    }

    #[test]
    fn what_a_window_left_takes_nobodys_place() {
        let folder = std::env::temp_dir().join(format!("personal-settings-left-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("data.zip.part"), "half").expect("written");
        let place = Place::free(&folder, "data.zip").expect("a place");
        assert_eq!(place.whole, folder.join("data.zip"));
        assert_eq!(place.file.metadata().expect("a file").len(), 0);
        drop(place);
        fs::remove_dir(folder).expect("nothing is left");
    }

    #[test]
    fn what_comes_in_place_of_a_file_leads_to_the_right_question() {
        for (status, code) in [
            (StatusCode::OK, ErrorCode::SignedOut),
            (StatusCode::SEE_OTHER, ErrorCode::SignedOut),
            (StatusCode::UNAUTHORIZED, ErrorCode::SignedOut),
            (StatusCode::FORBIDDEN, ErrorCode::StepUp),
            (StatusCode::NOT_FOUND, ErrorCode::NotFound),
            (StatusCode::BAD_GATEWAY, ErrorCode::Unreachable),
        ] {
            assert_eq!(meaning(status), code, "{status}");
        }
    }

    #[test]
    fn a_number_stands_before_the_ending() {
        assert_eq!(numbered("data.zip", 1), "data.zip");
        assert_eq!(numbered("a.b.zip", 3), "a.b (3).zip");
        assert_eq!(numbered("data", 2), "data (2)");
    }
}
