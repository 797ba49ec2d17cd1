//! The tests in `tests/e2e`, run by Playwright: in Chromium against the real server, and in the desktop
//! window.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::cognito::Cognito;
use crate::test::report::Tally;
use crate::{apt, cmd, dx, files, node, paths};

pub fn browser() -> Result<Tally> {
    let playwright = Playwright::prepare("browser", "playwright.config.ts")?;
    let cognito = Cognito::start()?;
    let mut command = cmd::program("playwright", std::slice::from_ref(&playwright.programs))?;
    playwright.run(command.env("E2E_COGNITO_URL", cognito.url()))
}

/// The same tools, on a display of the tests' own.
pub fn desktop() -> Result<Tally> {
    apt::ensure(&[apt::WEBKIT, apt::DISPLAY, apt::KEYRING], "the desktop tests")?;
    let playwright = Playwright::prepare("desktop", "desktop.config.ts")?;
    let mut command = cmd::program("xvfb-run", std::slice::from_ref(&playwright.programs))?;
    command
        .args(["--auto-servernum", "--server-args=-screen 0 1280x960x24", "playwright"])
        .env("DESKTOP_BIN", dx::desktop_built()?)
        // Xvfb has no GPU to share buffers with.
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
        // Away from this user's keyring: a test that wants one has a session bus of its own, and in the others
        // the app keeps its sign-in in its 0600 file.
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .env("NO_AT_BRIDGE", "1");
    playwright.run(&mut command)
}

struct Playwright {
    programs: PathBuf,
    config: &'static str,
    artifacts: PathBuf,
    chromium: PathBuf,
    server: PathBuf,
}

impl Playwright {
    fn prepare(stage: &'static str, config: &'static str) -> Result<Self> {
        apt::ensure(&[apt::BROWSER], "the browser tests")?;
        let artifacts = paths::artifacts(stage);
        // What an earlier run left would pass for this one's.
        files::remove_folder(&artifacts)?;
        fs::create_dir_all(&artifacts)?;
        Ok(Self {
            programs: node::test_tools()?,
            config,
            artifacts,
            chromium: chromium()?,
            server: dx::WebApp::built(dx::Mode::Debug)?.server,
        })
    }

    /// Runs the tests with `command`, which is Playwright or something that starts it.
    fn run(&self, command: &mut Command) -> Result<Tally> {
        let report = self.artifacts.join("report.json");
        command
            .args(["test", "--config", self.config, "--reporter=list,json", "--output"])
            .arg(self.artifacts.join("results"))
            .current_dir(paths::root().join("tests/e2e"))
            .env("E2E_SERVER_BIN", &self.server)
            .env("E2E_ARTIFACTS", &self.artifacts)
            .env("CHROMIUM", &self.chromium)
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report);
        let ended = cmd::run(command);
        match (ended, read(&report)) {
            (Ok(()), tally) => tally,
            (Err(_), Ok(tally)) if tally.failed > 0 => Ok(tally),
            (Err(error), _) => Err(error),
        }
    }
}

/// The caller's choice, or the one that PATH has.
fn chromium() -> Result<PathBuf> {
    if let Some(chosen) = env::var_os("CHROMIUM").filter(|chosen| !chosen.is_empty()) {
        return Ok(PathBuf::from(chosen));
    }
    cmd::find(apt::CHROMIUM.iter().copied()).context("there is no Chromium")
}

fn read(report: &Path) -> Result<Tally> {
    let text = fs::read_to_string(report).context("Playwright wrote no report")?;
    tally(&serde_json::from_str(&text)?)
}

fn tally(report: &Value) -> Result<Tally> {
    let count =
        |name: &str| report["stats"][name].as_u64().with_context(|| format!("no {name} in the report"));
    let tally = Tally {
        passed: count("expected")? + count("flaky")?,
        failed: count("unexpected")?,
        skipped: count("skipped")?,
    };
    if tally.passed + tally.failed == 0 {
        bail!("Playwright ran no test");
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_the_report_of_playwright() -> Result<()> {
        let report = json!({ "stats": { "expected": 5, "unexpected": 1, "flaky": 1, "skipped": 2 } });
        assert_eq!(tally(&report)?, Tally { passed: 6, failed: 1, skipped: 2 });
        Ok(())
    }

    #[test]
    fn a_run_without_tests_is_no_success() {
        let report = json!({ "stats": { "expected": 0, "unexpected": 0, "flaky": 0, "skipped": 3 } });
        assert!(tally(&report).is_err());
    }
}
