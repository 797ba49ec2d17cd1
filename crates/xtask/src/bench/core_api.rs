//! The Core API with 100,000 people and 200,000 tokens in the database.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use super::load::{Load, Measured, Seen};
use super::table::{Goal, Table};
use super::{DURATION, EMAIL, PASSWORD, Programs, account, notifications, sign_in};
use crate::cmd;
use crate::dx::WebApp;
use crate::peer::Peer;
use crate::postgres::Cluster;

const PEOPLE: u32 = 100_000;
const CONNECTIONS: u32 = 64;
/// Short enough that no token comes twice.
const COLD_DURATION: Duration = Duration::from_secs(5);

const WHOAMI: &str = "/api/whoami";
const CLIENTS: &str = "/api/clients";
const INTROSPECT: &str = "/api/introspect";

pub fn sqlite(app: &WebApp, programs: &Programs, table: &mut Table) -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let url = format!("sqlite://{}?mode=rwc", scratch.path().join("bench.db").display());
    Installation { app, programs, scratch: scratch.path(), url }.measure("SQLite", table)
}

pub fn postgres(app: &WebApp, programs: &Programs, table: &mut Table) -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let cluster = Cluster::start()?;
    let url = cluster.url();
    Installation { app, programs, scratch: scratch.path(), url }.measure("PostgreSQL", table)
}

/// A server with a database of its own.
pub(super) struct Installation<'a> {
    app: &'a WebApp,
    pub(super) programs: &'a Programs,
    scratch: &'a Path,
    pub(super) url: String,
}

impl Installation<'_> {
    fn measure(&self, database: &str, table: &mut Table) -> Result<()> {
        cmd::say(&format!("Filling {database} with {PEOPLE} people…"));
        let values = self.fill()?;
        let token = format!("Authorization: {}", self.first_token()?);
        let service = format!("Authorization: Bearer {}", self.service_credential()?);
        let server = Peer::start(|port| self.server(port), "/healthz")?;
        server.ask("POST", CLIENTS, &token, r#"{"clientName":"Bench"}"#)?;
        let bare = Peer::start(|port| self.bare(port), "/whoami")?;
        let load = Load { connections: CONNECTIONS, duration: DURATION, header: Some(&token), script: None };
        let (limit, seen) = (load.run(&bare.url("/whoami"))?, load.run(&server.url(WHOAMI))?);
        row(table, database, &format!("GET {WHOAMI}"), &seen, &limit, 0.6);
        table.row("  slowest 1 % of them", seen.p99("ms"), Goal::AtMost(10.0), limit.p99("ms"));
        let (one_query, seen) = (load.run(&bare.url("/clients"))?, load.run(&server.url(CLIENTS))?);
        row(table, database, &format!("GET {CLIENTS}"), &seen, &one_query, 0.75);
        let script = self.introspection(&token)?;
        let asking = Load { header: Some(&service), script: Some(&script), ..load };
        let seen = asking.run(&server.url(INTROSPECT))?;
        row(table, database, &format!("POST {INTROSPECT}"), &seen, &limit, 0.6);
        let script = self.each_once(&values)?;
        let cold = Load { connections: 1, duration: COLD_DURATION, header: None, script: Some(&script) };
        let seen = cold.run(&server.url(WHOAMI))?;
        let what = format!("{database}: first use of a token, one after the other");
        table.row(&what, seen.mean("ms"), Goal::AtMost(2.0), seen.p99("ms, slowest 1 %"));
        let recognising =
            cmd::output(Command::new(&self.programs.recognise).arg(&self.url).arg(self.sessions()))?;
        let mean = Measured::new(recognising.trim().parse()?, "µs");
        table.row(
            &format!("{database}: whose session it is, of {PEOPLE}"),
            mean,
            Goal::AtMost(100.0),
            Measured::none(),
        );
        sign_in::crowd(&server, self.scratch, database, table)?;
        drop(server);
        // Anew: what the crowd left in memory is measured above.
        let server = Peer::start(|port| self.server(port), "/healthz")?;
        notifications::measure(self, &server, &service, database, table)?;
        account::measure(self, &server, database, table)
    }

    /// The file with the values of all tokens.
    fn fill(&self) -> Result<PathBuf> {
        let values = self.scratch.join("tokens");
        cmd::run(&mut self.command(&["user", "create", "--email", EMAIL, "--password", PASSWORD]))?;
        let mut populate = Command::new(&self.programs.populate);
        populate.args([&self.url, &PEOPLE.to_string(), PASSWORD]);
        cmd::run(populate.arg(&values).arg(self.sessions()))?;
        Ok(values)
    }

    /// The file with the secrets of all sessions.
    pub(super) fn sessions(&self) -> PathBuf {
        self.scratch.join("sessions")
    }

    fn first_token(&self) -> Result<String> {
        let tokens = self.read(&["token", "list", "--email", EMAIL, "--reveal", "--json"])?;
        Ok(tokens[0]["value"].as_str().context("no token is listed")?.to_owned())
    }

    fn service_credential(&self) -> Result<String> {
        let made = self.read(&["service", "create", "--name", "bench", "--json"])?;
        Ok(made["value"].as_str().context("no credential is made")?.to_owned())
    }

    fn read(&self, arguments: &[&str]) -> Result<Value> {
        Ok(serde_json::from_str(&cmd::output(&mut self.command(arguments))?)?)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.app.server);
        command
            .current_dir(self.scratch)
            .args(arguments)
            .env("SETTINGS_DATA_DIR", self.scratch.join("data"))
            .env("SETTINGS_DATABASE__URL", &self.url)
            .env("SETTINGS_SERVER__TRUSTED_PROXIES", "127.0.0.1")
            // The bench is one token: its limit is what it would meet first.
            .env("SETTINGS_API__REQUESTS_PER_MINUTE", "4000000000");
        command
    }

    fn server(&self, port: u16) -> Command {
        let mut command = self.command(&["serve"]);
        command.env("SETTINGS_SERVER__LISTEN", format!("127.0.0.1:{port}"));
        command
    }

    fn bare(&self, port: u16) -> Command {
        let mut command = Command::new(&self.programs.bare);
        command.args([&port.to_string(), &self.url, EMAIL]);
        command
    }

    /// A script for wrk that asks about the same token each time.
    fn introspection(&self, token: &str) -> Result<PathBuf> {
        let value = token.rsplit(' ').next().unwrap_or_default();
        self.script(
            "introspect.lua",
            &[
                "wrk.method = 'POST'".to_owned(),
                format!("wrk.body = 'token={value}'"),
                "wrk.headers['Content-Type'] = 'application/x-www-form-urlencoded'".to_owned(),
            ],
        )
    }

    /// A script for wrk that uses each token once.
    fn each_once(&self, values: &Path) -> Result<PathBuf> {
        self.script(
            "cold.lua",
            &[
                format!("values = io.lines('{}')", values.display()),
                "request = function()".to_owned(),
                "  wrk.headers['Authorization'] = values()".to_owned(),
                "  return wrk.format()".to_owned(),
                "end".to_owned(),
            ],
        )
    }

    fn script(&self, name: &str, lines: &[String]) -> Result<PathBuf> {
        let path = self.scratch.join(name);
        fs::write(&path, lines.join("\n")).context("the script for wrk can't be written")?;
        Ok(path)
    }
}

/// How many a second, beside the share of the limit that is wanted.
fn row(table: &mut Table, database: &str, what: &str, seen: &Seen, limit: &Seen, share: f64) {
    let what = format!("{database}: {what}, {CONNECTIONS} connections");
    let goal = Goal::AtLeast(limit.rate("/s").number.unwrap_or_default() * share);
    table.row(&what, seen.rate("/s"), goal, limit.rate("/s"));
}
