//! One target folder for every clone, without one clone's code in another's build.
//!
//! Cargo names the workspace's own crates by their place in the workspace, so two clones share their
//! artefacts, and it tells stale ones by file times only: what another clone built last may pass for
//! fresh, with that clone's paths and code in it.

use std::fs::{self, File};
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::{files, paths};

/// Makes everything of this clone look new if another clone used the target folder last.
pub fn claim() -> Result<()> {
    let target = paths::target()?;
    let note = target.join("last-clone");
    let here = paths::root().as_os_str().as_encoded_bytes();
    if fs::read(&note).is_ok_and(|last| last == here) {
        return Ok(());
    }
    let now = SystemTime::now();
    for folder in ["assets", "crates", "migrations"] {
        for file in files::with_endings(&paths::root().join(folder), &["rs", "toml", "ftl"])? {
            let opened = File::options().append(true).open(&file);
            opened.and_then(|opened| opened.set_modified(now)).with_context(|| file.display().to_string())?;
        }
    }
    fs::create_dir_all(&target)?;
    Ok(fs::write(note, here)?)
}
