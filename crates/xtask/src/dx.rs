//! Building the app with dx: the web app with its server, and the desktop app.
//!
//! What dx built is copied away before it is run: dx can't overwrite a program that runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::{cmd, files, node, paths, tools};

/// The package that dx builds, and the name of its program.
const PACKAGE: &str = "ui";

/// The server's program, as people call it.
pub const SERVER: &str = "personal-settings";

/// A release build whose wasm is larger than this was not optimised: dx only logs it when wasm-opt fails.
const LARGEST_WASM: u64 = 6 * 1024 * 1024;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Debug,
    Release,
}

impl Mode {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }
}

/// A web app that can be served: the server, and `public` beside it.
pub struct WebApp {
    pub server: PathBuf,
    pub public: PathBuf,
}

impl WebApp {
    fn in_folder(folder: &Path) -> Self {
        Self { server: folder.join(SERVER), public: folder.join("public") }
    }

    /// What the last build left, for a stage that is run by itself.
    pub fn built(mode: Mode) -> Result<Self> {
        let app = Self::in_folder(&paths::run(mode.name())?);
        if !app.server.is_file() {
            bail!("the web app isn't built yet: run the stage `web` first");
        }
        Ok(app)
    }
}

/// Builds the web app and its server, and copies both to where they are run from.
pub fn web(mode: Mode) -> Result<WebApp> {
    tools::for_web()?;
    fetch()?;
    let from = output(mode)?.join("web");
    // dx only adds to it: files of earlier builds, whose names hold another hash, would be served for ever.
    files::remove_folder(&from.join("public"))?;
    cmd::say(&format!("Building the web app and its server ({})…", mode.name()));
    let mut build = dx()?;
    build.args(["build", "--web", "--fullstack", "--offline", "--package", PACKAGE]);
    match mode {
        Mode::Debug => build.args(["--profile", cmd::PROFILE]),
        // Without this dx keeps every name in the wasm: half as much again for a visitor to download.
        Mode::Release => build.args(["--release", "--debug-symbols", "false"]),
    };
    cmd::run(&mut build)?;
    let app = take_web(&from, &paths::run(mode.name())?)?;
    if mode == Mode::Release {
        check_wasm(&app)?;
    }
    Ok(app)
}

/// Builds the desktop app and copies it to where it is run from. Returns its program.
pub fn desktop() -> Result<PathBuf> {
    tools::for_desktop()?;
    fetch()?;
    cmd::say("Building the desktop app…");
    cmd::run(dx()?.args([
        "build",
        "--desktop",
        "--offline",
        "--package",
        PACKAGE,
        "--profile",
        cmd::PROFILE,
    ]))?;
    let to = paths::run("desktop")?;
    files::replace_folder(&output(Mode::Debug)?.join("linux/app"), &to)?;
    desktop_built()
}

/// The program of the last desktop build.
pub fn desktop_built() -> Result<PathBuf> {
    let program = paths::run("desktop")?.join(PACKAGE);
    if !program.is_file() {
        bail!("the desktop app isn't built yet: run the stage `desktop-build` first");
    }
    Ok(program)
}

/// Fetches what the lock file names. dx would too, but without progress, and it gives up after three minutes.
fn fetch() -> Result<()> {
    cmd::run(cmd::cargo()?.arg("fetch"))
}

fn dx() -> Result<Command> {
    let mut command = cmd::program("dx", &[node::build_tools()?])?;
    // The first two are for a dx that somebody installed with downloads and telemetry compiled in. With the
    // third the compiler's message is the last thing to read, not dx's own stack.
    command.env("NO_DOWNLOADS", "1").env("DX_TELEMETRY_ENABLED", "false").env("RUST_BACKTRACE", "0");
    Ok(command)
}

fn output(mode: Mode) -> Result<PathBuf> {
    Ok(paths::target()?.join("dx").join(PACKAGE).join(mode.name()))
}

fn take_web(from: &Path, to: &Path) -> Result<WebApp> {
    let app = WebApp::in_folder(to);
    files::replace_folder(&from.join("public"), &app.public)?;
    files::replace_program(&from.join("server"), &app.server)?;
    Ok(app)
}

fn check_wasm(app: &WebApp) -> Result<()> {
    for file in files::with_endings(&app.public, &["wasm"])? {
        let size = fs::metadata(&file)?.len();
        if size > LARGEST_WASM {
            bail!("{} has {size} bytes: did wasm-opt fail? dx says so above", file.display());
        }
    }
    Ok(())
}
