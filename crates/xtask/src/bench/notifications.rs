//! Telling ten thousand members of an event, with two thousand windows open and a million notifications in the table.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::json;

use super::core_api::Installation;
use super::load::{Load, Measured};
use super::table::{Goal, Table};
use super::{EMAIL, PAGE, PASSWORD, SIGN_IN};
use crate::cmd;
use crate::peer::Peer;

const MEMBERS: u32 = 10_000;
const WINDOWS: u32 = 2_000;
const NOTIFICATIONS: u32 = 1_000_000;
/// As many as the page is measured with.
const CONNECTIONS: u32 = 32;
/// Longer than telling everybody may take.
const DURATION: Duration = Duration::from_secs(6);
const PATIENCE: Duration = Duration::from_mins(2);
/// What counts the notifications that were made.
const MADE: &str = "notifications_total{channel=\"in_app\"}";

/// Measures `server`, which is one of an installation that has so many people.
pub fn measure(
    installation: &Installation<'_>,
    server: &Peer,
    service: &str,
    database: &str,
    table: &mut Table,
) -> Result<()> {
    cmd::say(&format!("Filling {database} with {NOTIFICATIONS} notifications…"));
    let client = cmd::output(Command::new(&installation.programs.gather).args([
        &installation.url,
        &MEMBERS.to_string(),
        &NOTIFICATIONS.to_string(),
    ]))?;
    let platform = Platform { server, service, client: client.trim() };
    let cookie = format!("Cookie: {}", server.sign_in(SIGN_IN, EMAIL, PASSWORD)?);
    unread(server, &cookie, database, table)?;
    fan_out(&platform, &cookie, database, table)?;
    streams(installation, &platform, database, table)
}

/// What reports events.
struct Platform<'a> {
    server: &'a Peer,
    service: &'a str,
    client: &'a str,
}

impl Platform<'_> {
    fn report(&self, title: &str) -> Result<()> {
        let headers = format!("{}\r\nIdempotency-Key: {title}", self.service);
        let event =
            json!({ "kind": "usage_alert", "title": title, "message": "Measured.", "clientId": self.client });
        self.server.ask("POST", "/api/events", &headers, &event.to_string()).map(drop)
    }

    /// How many notifications were made so far.
    fn made(&self) -> Result<f64> {
        let figures = self.server.ask("GET", "/metrics", "", "")?;
        let line = figures.lines().find_map(|line| line.strip_prefix(MADE));
        line.map_or(Ok(0.0), |figure| figure.trim().parse().context("the figures can't be read"))
    }

    /// Waits until so many were made, and says how long it took, in seconds.
    fn wait_for(&self, wanted: f64) -> Result<f64> {
        let started = Instant::now();
        while self.made()? < wanted {
            if started.elapsed() > PATIENCE {
                bail!("only {} of {wanted} notifications were made", self.made()?);
            }
            sleep(Duration::from_millis(20));
        }
        Ok(started.elapsed().as_secs_f64())
    }
}

/// What every page asks: who is there, and how many of their notifications are unread.
fn unread(server: &Peer, cookie: &str, database: &str, table: &mut Table) -> Result<()> {
    let one = Load { connections: 1, duration: DURATION, header: Some(cookie), script: None };
    let (without, with) = (one.run(&server.url("/rpc/v1/profile"))?, one.run(&server.url("/rpc/v1/me"))?);
    let what = format!("{database}: GET /rpc/v1/me, with the unread ones of {NOTIFICATIONS}");
    table.row(&what, with.mean("ms"), Goal::None, without.mean("ms"));
    Ok(())
}

/// To all members, beside people who look at their settings.
fn fan_out(platform: &Platform<'_>, cookie: &str, database: &str, table: &mut Table) -> Result<()> {
    let load = Load { connections: CONNECTIONS, duration: DURATION, header: Some(cookie), script: None };
    let url = platform.server.url(PAGE);
    let quiet = load.run(&url)?;
    let wanted = platform.made()? + f64::from(MEMBERS);
    let (busy, seconds) = thread::scope(|scope| -> Result<_> {
        let busy = scope.spawn(|| load.run(&url));
        platform.report("Everybody, while others look")?;
        let seconds = platform.wait_for(wanted)?;
        Ok((busy.join().map_err(|_| anyhow!("nobody could look"))??, seconds))
    })?;
    table.row(
        &format!("{database}: an event to {MEMBERS} members"),
        Measured::new(seconds, "s"),
        Goal::AtMost(5.0),
        Measured::none(),
    );
    let goal = Goal::AtMost(quiet.p99("ms").number.unwrap_or_default() * 2.0);
    table.row(&format!("  GET {PAGE} meanwhile, slowest 1 %"), busy.p99("ms"), goal, quiet.p99("ms"));
    Ok(())
}

/// Until the last of many windows shows it.
fn streams(
    installation: &Installation<'_>,
    platform: &Platform<'_>,
    database: &str,
    table: &mut Table,
) -> Result<()> {
    let title = "To every window";
    let before = platform.server.memory()?;
    let mut windows = Windows::open(installation, platform.server, title)?;
    let memory = platform.server.memory()?;
    let reached = windows.reached_by(|| platform.report(title))?;
    table.row(
        &format!("{database}: memory with {WINDOWS} open windows"),
        Measured::new(memory, "MB"),
        Goal::AtMost(200.0),
        Measured::new(before, "MB before"),
    );
    let what = format!("  until an event to {MEMBERS} members is in all of them");
    table.row(&what, Measured::new(reached, "ms"), Goal::AtMost(1000.0), Measured::none());
    Ok(())
}

/// The program that holds the windows open.
struct Windows {
    process: Child,
}

impl Windows {
    fn open(installation: &Installation<'_>, server: &Peer, title: &str) -> Result<Self> {
        let process = Command::new(&installation.programs.windows)
            .arg(format!("127.0.0.1:{}", server.port))
            .arg(installation.sessions())
            .args(["0", &WINDOWS.to_string(), title])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut windows = Self { process };
        if windows.said()? != "open" {
            bail!("the windows could not be opened");
        }
        Ok(windows)
    }

    /// Does it, and says after how many milliseconds the last window had heard of it.
    fn reached_by(&mut self, act: impl FnOnce() -> Result<()>) -> Result<f64> {
        writeln!(self.process.stdin.as_mut().context("the windows don't listen")?)?;
        act()?;
        self.said()?.parse().context("not every window was reached")
    }

    /// The next line, read byte by byte: what comes after it stays there.
    fn said(&mut self) -> Result<String> {
        let said = self.process.stdout.as_mut().context("the windows say nothing")?;
        let mut line = String::new();
        BufReader::with_capacity(1, said).read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }
}

impl Drop for Windows {
    fn drop(&mut self) {
        // It may have ended by itself, and nothing of it is kept: no answer is needed.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
