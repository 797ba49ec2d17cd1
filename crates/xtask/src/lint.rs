//! `lint`: formatting, and clippy once a feature set, since code for one target is invisible to the others.

use anyhow::{Result, bail};

use crate::{apt, cmd, tools};

/// The features under which everything that runs on the host compiles. One list for lints, tests and
/// generators: another one would compile the dependencies anew.
pub const HOST_FEATURES: &str = "server/server,ui/server";

type Check = fn() -> Result<()>;

const CHECKS: [(&str, Check); 4] =
    [("fmt", fmt), ("clippy", host), ("clippy-web", web), ("clippy-desktop", desktop)];

pub fn lint() -> Result<()> {
    let mut failed = Vec::new();
    for (name, check) in CHECKS {
        cmd::say(name);
        if let Err(error) = check() {
            eprintln!("{error:#}");
            failed.push(name);
        }
    }
    if !failed.is_empty() {
        bail!("not clean: {}", failed.join(", "));
    }
    Ok(())
}

pub fn fmt() -> Result<()> {
    cmd::run(cmd::cargo()?.args(["fmt", "--all", "--check"]))
}

/// Everything with the server's features, tests included.
pub fn host() -> Result<()> {
    clippy(&["--workspace", "--all-targets", "--features", HOST_FEATURES, "--target", cmd::host()?])
}

pub fn web() -> Result<()> {
    tools::wasm_target()?;
    clippy(&["--package", "ui", "--features", "web", "--target", cmd::WASM])
}

pub fn desktop() -> Result<()> {
    apt::ensure(&[apt::WEBKIT], "the desktop app")?;
    clippy(&["--package", "ui", "--features", "desktop", "--target", cmd::host()?])
}

fn clippy(what: &[&str]) -> Result<()> {
    cmd::run(
        cmd::cargo()?.args(["clippy", "--profile", cmd::PROFILE]).args(what).args(["--", "-D", "warnings"]),
    )
}
