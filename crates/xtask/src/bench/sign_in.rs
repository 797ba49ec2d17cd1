//! Signing in: what it costs above its hash, what ten thousand leave in memory, and what a crowd does to
//! everybody else.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow};

use super::load::{Load, Measured};
use super::table::{Goal, Table};
use super::{BARE_HASH, DURATION, EMAIL, PASSWORD, SIGN_IN};
use crate::peer::Peer;

const SIGN_INS: u64 = 10_000;
const CROWD: u32 = 200;
/// As many people take turns in the crowd: nobody is throttled.
const PEOPLE: u32 = 5_000;
/// What hashing may take (ADR 6): 19 MiB for each core, and the stack and buffers of what waits.
const HASHING_MB: f64 = 100.0;

/// One after the other, then as many at once as there are cores, each beside the bare hash.
pub fn measure(server: &Peer, bare: &Peer, scratch: &Path, table: &mut Table) -> Result<()> {
    let one = Load { connections: 1, duration: DURATION, header: None, script: None };
    let script = known_device(scratch, server)?;
    let sign_in = Load { script: Some(&script), ..one };
    let (hash, seen) = (one.run(&bare.url(BARE_HASH))?, sign_in.run(&server.url(SIGN_IN))?);
    let goal = Goal::AtMost(hash.mean * 1.1);
    table.row(&format!("POST {SIGN_IN}, one after the other"), seen.mean("ms"), goal, hash.mean("ms"));

    let before = server.memory()?;
    // Few at once: each counts as wrong until it is known to be right, and so do those that the last run
    // left in the middle.
    let many = Load { connections: 2, ..sign_in };
    let hash = Load { connections: 2, ..one }.run(&bare.url(BARE_HASH))?;
    let seen = many.run(&server.url(SIGN_IN))?;
    let goal = Goal::AtLeast(hash.rate("/s").number.unwrap_or_default() * 0.9);
    table.row(&format!("POST {SIGN_IN}, 2 connections"), seen.rate("/s"), goal, hash.rate("/s"));
    let mut done = seen.requests;
    while done < SIGN_INS {
        done += many.run(&server.url(SIGN_IN))?.requests;
    }
    table.row(
        &format!("memory after {done} sign-ins"),
        Measured::new(server.memory()?, "MB"),
        Goal::AtMost(120.0),
        Measured::new(before, "MB before"),
    );
    Ok(())
}

/// Many people at once, each from a network of their own, while somebody asks how the server is.
pub fn crowd(server: &Peer, scratch: &Path, database: &str, table: &mut Table) -> Result<()> {
    let before = server.memory()?;
    let script = script(scratch, server, &CROWD_SCRIPT.replace("PEOPLE", &PEOPLE.to_string()))?;
    let crowd = Load { connections: CROWD, duration: DURATION, header: None, script: Some(&script) };
    let health = Load { connections: 1, duration: DURATION, header: None, script: None };
    let (signed_in, healthy) = thread::scope(|scope| {
        let signed_in = scope.spawn(|| crowd.run(&server.url(SIGN_IN)));
        let healthy = health.run(&server.url("/healthz"));
        (signed_in.join(), healthy)
    });
    let signed_in = signed_in.map_err(|_| anyhow!("the crowd could not be made"))??;
    let what = format!("{database}: GET /healthz, slowest 1 %, while {CROWD} sign in");
    table.row(&what, healthy?.p99("ms"), Goal::AtMost(50.0), signed_in.rate("/s signed in"));
    let grown = Measured::new(server.memory()? - before, "MB");
    table.row("  memory that they took", grown, Goal::AtMost(HASHING_MB), Measured::new(before, "MB before"));
    Ok(())
}

/// Everybody has the password of the bench, and comes through a proxy that is trusted.
const CROWD_SCRIPT: &str = "
request = function()
  local n = math.random(0, PEOPLE - 1)
  wrk.headers['X-Forwarded-For'] = string.format('10.%d.%d.%d', n % 200, math.random(0, 250), math.random(1, 250))
  return wrk.format(nil, nil, nil, string.format('{\"email\":\"person-%d@example.com\",\"password\":\"PASSWORD\"}', n))
end";

/// A script for wrk that signs in with every request, on a device that is known: others are told of by mail.
fn known_device(scratch: &Path, server: &Peer) -> Result<PathBuf> {
    let body = serde_json::json!({ "email": EMAIL, "password": PASSWORD });
    let device = server.device(SIGN_IN, EMAIL, PASSWORD)?;
    script(scratch, server, &format!("wrk.body = '{body}'\nwrk.headers['Cookie'] = '{device}'"))
}

fn script(scratch: &Path, server: &Peer, more: &str) -> Result<PathBuf> {
    let path = scratch.join("sign-in.lua");
    let script = [
        "wrk.method = 'POST'",
        "wrk.headers['Content-Type'] = 'application/json'",
        &format!("wrk.headers['Origin'] = '{}'", server.url("")),
        &more.replace("PASSWORD", PASSWORD),
    ];
    fs::write(&path, script.join("\n")).context("the script for wrk can't be written")?;
    Ok(path)
}
