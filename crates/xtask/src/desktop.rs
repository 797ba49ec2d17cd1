//! `desktop`: builds the desktop app and becomes it.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};
use clap::Args;

use crate::{cmd, dx};

#[derive(Args)]
pub struct Options {
    /// The server it talks to
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    server: String,
}

pub fn desktop(options: &Options) -> Result<()> {
    let program = dx::desktop()?;
    cmd::say(&format!("Opening the window; it talks to {}", options.server));
    let error = cmd::apart(program).args(["--server", &options.server]).exec();
    Err(error).context("the desktop app can't be started")
}
