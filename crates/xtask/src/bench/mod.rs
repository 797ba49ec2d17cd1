//! `bench`: speed and size of the release build, beside the limits measured in the same run.
//!
//! A goal that is missed is told, not failed: the machine may be slow or busy.

mod account;
mod core_api;
mod load;
mod notifications;
mod sign_in;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::Result;

use crate::peer::Peer;
use crate::{apt, cmd, dx, files, paths};
use load::{Load, Measured};
use table::{Goal, Table};

/// The page and the calls that are measured.
const PAGE: &str = "/settings/profile";
const READ: &str = "/rpc/v1/profile";
const SIGN_IN: &str = "/rpc/v1/auth/sign-in";

/// What `testkit`'s `bare` answers with nothing around it: the bytes of a profile, and one password hash.
const BARE_JSON: &str = "/json";
const BARE_HASH: &str = "/hash";

const EMAIL: &str = "bench@example.com";
const PASSWORD: &str = "Correct-Horse-7-Battery";

const CONNECTIONS: u32 = 32;
const DURATION: Duration = Duration::from_secs(10);

/// What the server is told besides where its data are: the bench is one address and one account, far above
/// what a person does.
const SETTINGS: &[(&str, &str)] = &[];

pub fn bench() -> Result<()> {
    apt::ensure(&[apt::LOAD, apt::POSTGRES], "the measurements")?;
    let app = dx::web(dx::Mode::Release)?;
    let programs = build_peers()?;
    let scratch = tempfile::tempdir()?;
    let mut table = Table::default();
    size(&app, &mut table)?;
    let bare = Peer::start(|port| bare_command(&programs.bare, port), BARE_JSON)?;
    let server = Peer::start(|port| server_command(&app, scratch.path(), port), "/healthz")?;
    create_account(&app, scratch.path(), server.port)?;
    speed(&server, &bare, &mut table)?;
    sign_in::measure(&server, &bare, scratch.path(), &mut table)?;
    drop((server, bare));
    core_api::sqlite(&app, &programs, &mut table)?;
    core_api::postgres(&app, &programs, &mut table)?;
    table.print();
    Ok(())
}

/// Pages and calls of somebody who is signed in.
fn speed(server: &Peer, bare: &Peer, table: &mut Table) -> Result<()> {
    let cookie = format!("Cookie: {}", server.sign_in(SIGN_IN, EMAIL, PASSWORD)?);
    let load = Load { connections: CONNECTIONS, duration: DURATION, header: Some(&cookie), script: None };
    let limit = load.run(&bare.url(BARE_JSON))?;
    let page = load.run(&server.url(PAGE))?;
    let read = load.run(&server.url(READ))?;
    let many = format!("{CONNECTIONS} connections");
    table.row(
        &format!("GET {PAGE}, signed in, {many}"),
        page.rate("/s"),
        Goal::AtLeast(1500.0),
        limit.rate("/s"),
    );
    table.row("  slowest 1 % of them", page.p99("ms"), Goal::AtMost(60.0), limit.p99("ms"));
    table.row(&format!("GET {READ}, {many}"), read.rate("/s"), Goal::AtLeast(8000.0), limit.rate("/s"));
    Ok(())
}

/// What a first visit downloads: wasm and JavaScript, compressed as the server sends them.
fn size(app: &dx::WebApp, table: &mut Table) -> Result<()> {
    let mut sizes = Vec::new();
    for file in files::with_endings(&app.public, &["wasm", "js"])? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        sizes.push((compressed(&file)?, name));
    }
    sizes.sort_by(|one, other| other.0.total_cmp(&one.0));
    let sum = sizes.iter().map(|(size, _)| size).sum();
    table.row("wasm and JavaScript, brotli", Measured::new(sum, "KB"), Goal::AtMost(520.0), Measured::none());
    for (size, name) in sizes.iter().take(3) {
        table.row(&format!("  {name}"), Measured::new(*size, "KB"), Goal::None, Measured::none());
    }
    Ok(())
}

/// In KB. The build's own `.br` file where there is one, else compressed here by node, which is there for dx
/// anyway.
fn compressed(file: &Path) -> Result<f64> {
    let mut beside = file.as_os_str().to_owned();
    beside.push(".br");
    let bytes = match fs::metadata(Path::new(&beside)) {
        Ok(compressed) => compressed.len().to_string(),
        Err(_) => compress(file)?,
    };
    Ok(bytes.trim().parse::<f64>()? / 1000.0)
}

fn compress(file: &Path) -> Result<String> {
    let script = "const zlib = require('zlib'), fs = require('fs'); \
        console.log(zlib.brotliCompressSync(fs.readFileSync(process.argv[1])).length)";
    cmd::output(cmd::program("node", &[])?.args(["--eval", script]).arg(file))
}

/// The programs that the bench needs beside the server.
struct Programs {
    /// The limit to compare with.
    bare: PathBuf,
    /// Fills a database.
    populate: PathBuf,
    /// Asks it whose sessions are whose.
    recognise: PathBuf,
    /// Makes a large organisation, and many notifications.
    gather: PathBuf,
    /// Gives one person a lot.
    burden: PathBuf,
    /// Holds many windows open.
    windows: PathBuf,
}

/// With the profile and the features of dx's server, so that they are compiled from the same crates.
fn build_peers() -> Result<Programs> {
    cmd::say("Building the bare server to compare with…");
    let profile = "server-release";
    cmd::run(
        cmd::cargo()?
            .args(["build", "--profile", profile, "--config", "profile.server-release.inherits=\"release\""])
            .args(["--config", "profile.server-release.strip=false", "--target", cmd::host()?])
            .args([
                "--package",
                "testkit",
                "--package",
                "ui",
                "--features",
                "ui/server",
                "--bin",
                "bare",
                "--bin",
                "populate",
                "--bin",
                "recognise",
                "--bin",
                "gather",
                "--bin",
                "burden",
                "--bin",
                "windows",
            ]),
    )?;
    let built = paths::target()?.join(cmd::host()?).join(profile);
    Ok(Programs {
        bare: built.join("bare"),
        populate: built.join("populate"),
        recognise: built.join("recognise"),
        gather: built.join("gather"),
        burden: built.join("burden"),
        windows: built.join("windows"),
    })
}

fn bare_command(program: &Path, port: u16) -> Command {
    let mut command = Command::new(program);
    command.arg(port.to_string());
    command
}

fn server_command(app: &dx::WebApp, scratch: &Path, port: u16) -> Command {
    let mut command = with_settings(app, scratch, port);
    command.arg("serve");
    command
}

/// The server's program with data of its own, which nothing of the caller's settings reaches.
fn with_settings(app: &dx::WebApp, scratch: &Path, port: u16) -> Command {
    let mut command = cmd::apart(&app.server);
    command
        .current_dir(scratch)
        .env("SETTINGS_DATA_DIR", scratch.join("data"))
        .env("SETTINGS_SERVER__LISTEN", format!("127.0.0.1:{port}"))
        .env("SETTINGS_SERVER__PUBLIC_URL", format!("http://127.0.0.1:{port}"))
        .envs(SETTINGS.iter().copied());
    command
}

fn create_account(app: &dx::WebApp, scratch: &Path, port: u16) -> Result<()> {
    let mut command = with_settings(app, scratch, port);
    cmd::run(command.args(["user", "create", "--email", EMAIL, "--password", PASSWORD]).stdout(Stdio::null()))
}
