//! Texts that outlive the window, each in a file that only its owner can read.

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
};

use super::window::project;

/// Keeps a text on this device under a name, for the next time. Where it can't be kept it lasts as long as
/// the window.
pub fn remember(key: &str, text: &str) {
    if let Some(file) = file(key) {
        write_private(&file, text);
    }
}

/// The text that is kept under a name.
pub fn recall(key: &str) -> Option<String> {
    fs::read_to_string(file(key)?).ok()
}

/// Forgets it.
pub fn forget(key: &str) {
    if let Some(file) = file(key) {
        // Fails when there is none, which is what is wanted.
        let _ = fs::remove_file(file);
    }
}

fn file(key: &str) -> Option<PathBuf> {
    Some(project()?.data_dir().join(key).with_extension("txt"))
}

/// Writes a file that only its owner can read: whole beside it, then moved into place. Never half a file, never
/// a readable one.
pub fn write_private(file: &Path, text: &str) -> Option<()> {
    fs::create_dir_all(file.parent()?).ok()?;
    let fresh = file.with_extension("new");
    // A left-over of a crash could have any mode.
    let _ = fs::remove_file(&fresh);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&fresh).ok()?.write_all(text.as_bytes()).ok()?;
    fs::rename(fresh, file).ok()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn only_its_owner_reads_a_file() {
        let folder = std::env::temp_dir().join(format!("personal-settings-{}", std::process::id()));
        let file = folder.join("draft.txt");
        for text in ["first", "second"] {
            write_private(&file, text).expect("written");
            assert_eq!(fs::read_to_string(&file).expect("a text"), text);
            let mode = fs::metadata(&file).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        fs::remove_dir_all(folder).expect("removed");
    }
}
