//! The directions that DESIGN and `docs/architecture.md` draw, as tests: who may import whom, and what wasm
//! may contain.

mod dependencies;
mod sources;
mod texts;
mod tokens;

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

/// The target of the browser's part.
const WASM: &str = "wasm32-unknown-unknown";

/// The root of the clone.
fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().and_then(Path::parent).unwrap_or(here)
}

/// Runs cargo at the root, without the network, and returns what it printed.
fn cargo(arguments: &[&str]) -> Result<String> {
    let output = Command::new("cargo").args(arguments).arg("--offline").current_dir(root()).output()?;
    if !output.status.success() {
        bail!("cargo {}:\n{}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Fails with every finding, so that one run shows them all.
fn none(rule: &str, found: &[String]) -> Result<()> {
    if !found.is_empty() {
        bail!("{rule}:\n  {}", found.join("\n  "));
    }
    Ok(())
}
