//! `serve`: builds the web app and becomes its server.

use std::env;
use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use crate::{cmd, dx, paths};

/// Where the server listens unless told otherwise.
const LISTEN: &str = "127.0.0.1:8080";

#[derive(Args)]
pub struct Options {
    /// Build optimised: slower to build, as fast as it gets to use
    #[arg(long)]
    release: bool,
    /// Fill a demo account first, and print its sign-in
    #[arg(long)]
    demo: bool,
    /// Listen on this port of 127.0.0.1
    #[arg(long)]
    port: Option<u16>,
}

pub fn serve(options: &Options) -> Result<()> {
    let app = dx::web(if options.release { dx::Mode::Release } else { dx::Mode::Debug })?;
    if options.demo {
        cmd::run(server(&app, options).arg("demo"))?;
    }
    cmd::say(&format!("Open {} (Ctrl-C ends it)", url(options)));
    // This process becomes the server, so that signals and the exit code are the server's own.
    let error = server(&app, options).arg("serve").exec();
    Err(error).context("the server can't be started")
}

/// The server's program, with data in the clone and the caller's settings above ours.
fn server(app: &dx::WebApp, options: &Options) -> Command {
    let mut command = cmd::apart(&app.server);
    command.current_dir(paths::root());
    if env::var_os("SETTINGS_DATA_DIR").is_none() {
        command.env("SETTINGS_DATA_DIR", paths::root().join("data"));
    }
    if options.port.is_some() {
        command.env("SETTINGS_SERVER__LISTEN", listen(options));
        command.env("SETTINGS_SERVER__PUBLIC_URL", url(options));
    }
    command
}

fn listen(options: &Options) -> String {
    match options.port {
        Some(port) => format!("127.0.0.1:{port}"),
        None => env::var("SETTINGS_SERVER__LISTEN").unwrap_or_else(|_| LISTEN.to_owned()),
    }
}

fn url(options: &Options) -> String {
    format!("http://{}", listen(options))
}
