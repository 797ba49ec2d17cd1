//! Where things are: the clone, and one cache folder for everything that can be made again.
//!
//! Build output and tools are outside the clone, so that a fresh clone starts with what the last one built.

use std::env;
use std::ffi::OsString;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf, absolute};

use anyhow::{Context, Result};

/// The root of the clone.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().and_then(Path::parent).unwrap_or(here)
}

/// The user's cache folder for this project.
pub fn cache() -> Result<PathBuf> {
    let base = if let Some(folder) = variable("XDG_CACHE_HOME") {
        PathBuf::from(folder)
    } else {
        let home = variable("HOME").context("neither XDG_CACHE_HOME nor HOME is set")?;
        PathBuf::from(home).join(".cache")
    };
    Ok(base.join("personal-settings"))
}

/// Cargo's target folder: the caller's if they set one, else shared by every clone.
pub fn target() -> Result<PathBuf> {
    match variable("CARGO_TARGET_DIR") {
        Some(folder) => Ok(absolute(folder)?),
        None => Ok(cache()?.join("target")),
    }
}

/// What `cargo install --root` is given.
pub fn tools() -> Result<PathBuf> {
    Ok(cache()?.join("tools"))
}

/// Where the built app is copied to and run from, apart from other clones and from the next build.
pub fn run(kind: &str) -> Result<PathBuf> {
    let clone = fingerprint(root().as_os_str().as_encoded_bytes());
    Ok(cache()?.join("run").join(clone).join(kind))
}

/// What a test run leaves for people to look at: screenshots, traces, reports.
pub fn artifacts(stage: &str) -> PathBuf {
    root().join("target/artifacts").join(stage)
}

/// A short name for some bytes, good enough to keep cache folders apart.
pub fn fingerprint(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// An environment variable that is set to something.
fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_the_workspace() {
        assert!(root().join("Cargo.lock").is_file());
    }

    #[test]
    fn fingerprints_tell_bytes_apart() {
        assert_eq!(fingerprint(b"a"), fingerprint(b"a"));
        assert_ne!(fingerprint(b"a"), fingerprint(b"b"));
    }
}
