//! The Core API against its own OpenAPI document: schemathesis asks the built server what the document
//! allows and what it forbids, and checks every answer. What is expected is in `python/schemathesis.toml`.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::dx::{Mode, WebApp};
use crate::peer::Peer;
use crate::test::report::Tally;
use crate::{cmd, files, paths, python};

const PERSON: &str = "api@example.com";
const FRIEND: &str = "friend@example.com";
const PASSWORD: &str = "Correct-Horse-7-Battery";

pub fn api() -> Result<Tally> {
    let schemathesis = python::schemathesis()?;
    let artifacts = paths::artifacts("api");
    // What an earlier run left would pass for this one's.
    files::remove_folder(&artifacts)?;
    fs::create_dir_all(&artifacts)?;
    let scratch = tempfile::tempdir()?;
    let app = WebApp::built(Mode::Debug)?;
    let installation = Installation { app: &app, folder: scratch.path() };
    let server = Peer::start(|port| installation.server(port), "/readyz")?;
    let report = artifacts.join("report.json");
    let mut command = cmd::apart(schemathesis);
    command
        .arg("--config-file")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("python/schemathesis.toml"))
        .args(["run", &server.url("/api/openapi.json"), "--no-color", "--report", "json,junit"])
        .arg("--report-json-path")
        .arg(&report)
        .arg("--report-junit-path")
        .arg(artifacts.join("junit.xml"))
        // What it learns from one run would make the next another one.
        .current_dir(scratch.path())
        .envs(installation.prepare(&server)?);
    let ended = cmd::run(&mut command);
    let tally = read(&report)?;
    match ended {
        Err(error) if tally.failed == 0 => Err(error),
        _ => Ok(tally),
    }
}

/// A server with a database of its own.
struct Installation<'a> {
    app: &'a WebApp,
    folder: &'a Path,
}

impl Installation<'_> {
    /// Two people, one of whom is tested. They have something to read, change and answer: ids that are made
    /// up only ever meet 404.
    fn prepare(&self, server: &Peer) -> Result<Vec<(&'static str, String)>> {
        let (_, token) = self.person(PERSON)?;
        let (friend, friends_token) = self.person(FRIEND)?;
        let service = self.read(&["service", "create", "--name", "api"])?;
        let (mine, theirs) = (Caller { server, token: &token }, Caller { server, token: &friends_token });
        let client = mine.make_client("Ours")?;
        theirs.ask("POST", &format!("/api/users/me/invites/{}/accept", mine.invite(&client, FRIEND)?), "")?;
        let accept = theirs.invite(&theirs.make_client("Theirs")?, PERSON)?;
        let decline = theirs.invite(&theirs.make_client("Another")?, PERSON)?;
        Ok(vec![
            ("API_SERVICE", text(&service, "/value")?),
            ("API_CLIENT", client),
            ("API_MEMBER", friend),
            ("API_ACCEPT", accept),
            ("API_DECLINE", decline),
            ("API_TOKEN", token),
        ])
    }

    /// An account: its id and its first token.
    fn person(&self, email: &str) -> Result<(String, String)> {
        let made = self.read(&["user", "create", "--email", email, "--password", PASSWORD])?;
        let tokens = self.read(&["token", "list", "--email", email, "--reveal"])?;
        Ok((text(&made, "/id")?, text(&tokens, "/0/value")?))
    }

    fn read(&self, arguments: &[&str]) -> Result<Value> {
        Ok(serde_json::from_str(&cmd::output(self.command().args(arguments).arg("--json"))?)?)
    }

    fn server(&self, port: u16) -> Command {
        let mut command = self.command();
        command.arg("serve").env("SETTINGS_SERVER__LISTEN", format!("127.0.0.1:{port}"));
        command
    }

    fn command(&self) -> Command {
        let mut command = cmd::apart(&self.app.server);
        command
            .current_dir(self.folder)
            .env("SETTINGS_DATA_DIR", self.folder.join("data"))
            // One token makes all requests: its limit is what they would meet first.
            .env("SETTINGS_API__REQUESTS_PER_MINUTE", "4000000000");
        command
    }
}

/// Who asks.
struct Caller<'a> {
    server: &'a Peer,
    token: &'a str,
}

impl Caller<'_> {
    fn ask(&self, method: &str, path: &str, body: &str) -> Result<Value> {
        let answer = self.server.ask(method, path, &format!("Authorization: {}", self.token), body)?;
        let (_, body) = answer.split_once("\r\n\r\n").context("the answer has no body")?;
        Ok(serde_json::from_str(body)?)
    }

    fn make_client(&self, name: &str) -> Result<String> {
        let made = self.ask("POST", "/api/clients", &json!({ "clientName": name }).to_string())?;
        text(&made, "/client/clientId")
    }

    fn invite(&self, client: &str, email: &str) -> Result<String> {
        let invite = json!({ "inviteEmail": email, "inviteRoles": ["user"] });
        let made = self.ask("POST", &format!("/api/clients/{client}/invites"), &invite.to_string())?;
        text(&made, "/invite/inviteId")
    }
}

fn text(json: &Value, place: &str) -> Result<String> {
    let text = json.pointer(place).and_then(Value::as_str);
    Ok(text.with_context(|| format!("there is no {place} in {json}"))?.to_owned())
}

fn read(report: &Path) -> Result<Tally> {
    let text = fs::read_to_string(report).context("schemathesis wrote no report")?;
    tally(&serde_json::from_str(&text)?)
}

/// Counts operations. What only a sequence of requests shows belongs to none and counts as one more.
fn tally(report: &Value) -> Result<Tally> {
    let tested = report["operations"]["tested"].as_u64().context("no operations in the report")?;
    if report["complete"] != true || tested == 0 || report["operations"]["selected"] != tested {
        bail!("schemathesis did not test every operation");
    }
    let problems = ["failures", "errors"].iter().filter_map(|name| report[name].as_array()).flatten();
    let mut wrong: Vec<&str> = problems
        .filter_map(|each| each["operations"].as_array())
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    wrong.sort_unstable();
    wrong.dedup();
    let failed = u64::try_from(wrong.len())?;
    Ok(Tally { passed: tested.saturating_sub(failed), failed, skipped: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(failures: &Value) -> Value {
        json!({
            "complete": true, "operations": { "selected": 3, "tested": 3 }, "failures": failures, "errors": []
        })
    }

    #[test]
    fn an_operation_fails_once_however_often_it_does() -> Result<()> {
        let failures = json!([{ "operations": ["GET /a", "GET /b"] }, { "operations": ["GET /a"] }]);
        assert_eq!(tally(&report(&failures))?, Tally { passed: 1, failed: 2, skipped: 0 });
        assert_eq!(tally(&report(&json!([])))?, Tally { passed: 3, failed: 0, skipped: 0 });
        Ok(())
    }

    #[test]
    fn a_run_that_left_something_out_is_no_success() {
        let mut left_out = report(&json!([]));
        left_out["operations"]["selected"] = 4.into();
        assert!(tally(&left_out).is_err());
        assert!(tally(&json!({})).is_err());
    }
}
