//! What `Cargo.lock` says, so that a tool can't drift from the crate it must equal.

use anyhow::{Context, Result};

use crate::paths;

/// The locked version of a crate that is in the tree once.
pub fn version(krate: &str) -> Result<String> {
    let lock =
        std::fs::read_to_string(paths::root().join("Cargo.lock")).context("Cargo.lock can't be read")?;
    find(&lock, krate).with_context(|| format!("Cargo.lock has no {krate}"))
}

fn find(lock: &str, krate: &str) -> Option<String> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{krate}\""))?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::find;

    const LOCK: &str = "[[package]]\nname = \"dioxus-cli\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"dioxus\"\nversion = \"0.7.10\"\n";

    #[test]
    fn finds_the_crate_of_exactly_that_name() {
        assert_eq!(find(LOCK, "dioxus").as_deref(), Some("0.7.10"));
        assert_eq!(find(LOCK, "dio"), None);
    }
}
