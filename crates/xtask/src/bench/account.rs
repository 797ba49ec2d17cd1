//! Somebody with twenty organisations of a thousand members, a million entries in the activity log and a hundred
//! thousand notifications takes their data along and leaves, while somebody else works.

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};

use super::core_api::Installation;
use super::load::Measured;
use super::table::{Goal, Table};
use super::{PASSWORD, SIGN_IN};
use crate::cmd;
use crate::peer::Peer;

/// Who leaves: one of those that nothing else of the bench is about.
const LEAVER: u32 = 60_000;
/// Who works meanwhile, as a member of one of the organisations.
const OTHER: &str = "person-1000@example.com";
const ORGANISATIONS: u32 = 20;
const MEMBERS: u32 = 1_000;
const ENTRIES: u32 = 1_000_000;
const NOTIFICATIONS: u32 = 100_000;

const EXPORTS: &str = "/rpc/v1/account/exports";
const DELETION: &str = "/rpc/v1/account/deletion";
const PRIVACY: &str = "/rpc/v1/privacy";
/// What counts the accounts of which nothing is left.
const FINISHED: &str = "account_deletions_total{step=\"finished\"}";
const PATIENCE: Duration = Duration::from_mins(10);

/// Measures `server`, which is one of an installation that has so many people.
pub fn measure(
    installation: &Installation<'_>,
    server: &Peer,
    database: &str,
    table: &mut Table,
) -> Result<()> {
    cmd::say(&format!("Filling {database} with {ENTRIES} entries of one person…"));
    cmd::run(
        Command::new(&installation.programs.burden)
            .arg(&installation.url)
            .args([LEAVER, ORGANISATIONS, MEMBERS, ENTRIES, NOTIFICATIONS].map(|number| number.to_string())),
    )?;
    let email = format!("person-{LEAVER}@example.com");
    let leaver = Person::sign_in(server, &email)?;
    let other = Person::sign_in(server, OTHER)?;
    export(&leaver, database, table)?;
    delete(&leaver, &other, &email, database, table)
}

/// Somebody who is signed in.
struct Person<'a> {
    server: &'a Peer,
    cookie: String,
}

impl<'a> Person<'a> {
    fn sign_in(server: &'a Peer, email: &str) -> Result<Self> {
        Ok(Self { server, cookie: format!("Cookie: {}", server.sign_in(SIGN_IN, email, PASSWORD)?) })
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = self.server.ask(method, path, &self.cookie, &body)?;
        let (_, said) = answer.split_once("\r\n\r\n").context("an answer without a body")?;
        Ok(serde_json::from_str(said).unwrap_or(Value::Null))
    }

    /// Shows the address to others, or hides it: how long that took, in milliseconds.
    fn writes(&self, shown: bool) -> Result<f64> {
        let started = Instant::now();
        self.ask("POST", PRIVACY, &json!({ "item": "email", "shown": shown }))?;
        Ok(started.elapsed().as_secs_f64() * 1000.0)
    }
}

/// What the server takes to write so much into a file.
fn export(leaver: &Person<'_>, database: &str, table: &mut Table) -> Result<()> {
    let before = leaver.server.memory()?;
    let started = Instant::now();
    leaver.ask("POST", EXPORTS, &json!({}))?;
    let mut most = before;
    loop {
        most = most.max(leaver.server.memory()?);
        let state = leaver.ask("GET", EXPORTS, &Value::Null)?["list"][0]["state"].clone();
        match state.as_str() {
            Some("ready") => break,
            Some("waiting" | "building") if started.elapsed() < PATIENCE => sleep(Duration::from_millis(50)),
            _ => bail!("the export is {state}"),
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    table.row(
        &format!("{database}: memory that an export of {ENTRIES} entries takes"),
        Measured::new(most - before, "MB"),
        Goal::AtMost(100.0),
        Measured::new(before, "MB before"),
    );
    table.row("  until it is ready", Measured::new(seconds, "s"), Goal::None, Measured::none());
    Ok(())
}

/// How long leaving takes, and how long somebody else's write has to wait: for the answer, and until all is removed.
fn delete(
    leaver: &Person<'_>,
    other: &Person<'_>,
    email: &str,
    database: &str,
    table: &mut Table,
) -> Result<()> {
    let quiet = (0..50).map(|turn| other.writes(turn % 2 == 0)).collect::<Result<Vec<f64>>>()?;
    let quiet = quiet.into_iter().fold(0.0, f64::max);
    let plan = leaver.ask("GET", DELETION, &Value::Null)?;
    let gone = plan["gone"].as_array().context("no plan")?.iter();
    let gone: Vec<_> = gone.map(|each| json!({ "id": each["id"], "name": each["name"] })).collect();
    if gone.len() != ORGANISATIONS as usize {
        bail!("{} organisations would be deleted", gone.len());
    }
    let request = json!({ "request": { "email": email, "organisations": gone, "feedback": null } });
    let over = AtomicBool::new(false);
    let (answered, finished, slowest) = thread::scope(|scope| -> Result<_> {
        let working = scope.spawn(|| works_until(other, &over));
        let started = Instant::now();
        let left = leaver.ask("POST", DELETION, &request).map(|_| started.elapsed().as_secs_f64() * 1000.0);
        let finished = left.and_then(|answered| {
            wait_until_finished(leaver.server)?;
            Ok((answered, started.elapsed().as_secs_f64()))
        });
        over.store(true, Ordering::Relaxed);
        let slowest = working.join().map_err(|_| anyhow!("nobody could work"))??;
        let (answered, finished) = finished?;
        Ok((answered, finished, slowest))
    })?;
    let what = format!("{database}: deleting who has {ORGANISATIONS} organisations of {MEMBERS} members");
    table.row(&what, Measured::new(answered, "ms"), Goal::AtMost(1000.0), Measured::none());
    // SQLite has one writer at a time; PostgreSQL a lock for each row.
    let goal = Goal::AtMost(if database == "SQLite" { 1000.0 } else { quiet + 100.0 });
    let what = "  somebody else's slowest write until all is removed";
    table.row(what, Measured::new(slowest, "ms"), goal, Measured::new(quiet, "ms before"));
    table.row("  until all is removed", Measured::new(finished, "s"), Goal::None, Measured::none());
    Ok(())
}

/// The slowest of the writes that somebody makes one after the other, in milliseconds.
fn works_until(other: &Person<'_>, over: &AtomicBool) -> Result<f64> {
    let mut slowest = 0.0_f64;
    let mut shown = false;
    while !over.load(Ordering::Relaxed) {
        slowest = slowest.max(other.writes(shown)?);
        shown = !shown;
    }
    Ok(slowest)
}

fn wait_until_finished(server: &Peer) -> Result<()> {
    let started = Instant::now();
    while !server.ask("GET", "/metrics", "", "")?.lines().any(|line| line.starts_with(FINISHED)) {
        if started.elapsed() > PATIENCE {
            bail!("the deletion does not come to an end");
        }
        sleep(Duration::from_millis(50));
    }
    Ok(())
}
