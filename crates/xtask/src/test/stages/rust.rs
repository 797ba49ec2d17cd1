//! The Rust tests, run by nextest: all of them on `SQLite`, those that use a database again on `PostgreSQL`, and
//! those that need what plays Cognito where it is.

use std::process::Command;

use anyhow::{Result, bail};

use crate::lint::HOST_FEATURES;
use crate::postgres::Cluster;
use crate::test::report::Tally;
use crate::{apt, cmd, tools};

/// Names the database server that each test makes its own database on. Without it the tests use `SQLite`.
const DATABASE: &str = "TEST_DATABASE_URL";

/// Picked by filter, not by `--package`: another choice of packages would be another build.
const USE_A_DATABASE: &str = "(package(server) | package(migration) | package(testkit)) - binary(contract)";

/// What needs nothing but itself.
const ALONE: &str = "not binary(contract)";

pub fn sqlite() -> Result<Tally> {
    run(nextest()?.args(["--filterset", ALONE]).env_remove(DATABASE))
}

/// Against the peers that `place` names.
pub fn contract(place: impl FnOnce(&mut Command) -> &mut Command) -> Result<Tally> {
    run(place(nextest()?.args(["--filterset", "binary(contract)"]).env_remove(DATABASE)))
}

pub fn postgres() -> Result<Tally> {
    apt::ensure(&[apt::POSTGRES], "the tests on PostgreSQL")?;
    let cluster = Cluster::start()?;
    run(nextest()?.args(["--filterset", USE_A_DATABASE]).env(DATABASE, cluster.url()))
}

fn nextest() -> Result<Command> {
    tools::for_rust_tests()?;
    let mut command = cmd::cargo()?;
    command
        .args(["nextest", "run", "--workspace", "--features", HOST_FEATURES])
        // The target is named, although it is the host, because dx names it: so the two share what they
        // compile.
        .args(["--cargo-profile", cmd::PROFILE, "--target", cmd::host()?])
        .args(["--no-fail-fast", "--status-level", "slow"])
        // A test that returns an error shows its text, without the stack of where the text was made.
        .env("RUST_LIB_BACKTRACE", "0");
    Ok(command)
}

fn run(nextest: &mut Command) -> Result<Tally> {
    let (succeeded, lines) = cmd::tee_errors(nextest)?;
    match lines.iter().rev().find_map(|line| tally(line)) {
        Some(tally) if succeeded || tally.failed > 0 => Ok(tally),
        _ => bail!("the tests could not be run"),
    }
}

/// Reads `Summary [ 1.2s] 12 tests run: 9 passed (1 slow), 2 failed, 1 timed out, 3 skipped`.
fn tally(line: &str) -> Option<Tally> {
    let (_, counts) = line.trim_start().strip_prefix("Summary [")?.split_once(" run: ")?;
    let mut tally = Tally { passed: 0, failed: 0, skipped: 0 };
    for part in counts.split(", ") {
        let Some((number, what)) = part.split_once(' ') else {
            continue;
        };
        // "1 flaky)" and the like, inside the brackets of "passed", is counted there already.
        let Ok(number) = number.parse::<u64>() else {
            continue;
        };
        match what {
            what if what.starts_with("passed") => tally.passed += number,
            what if what.starts_with("skipped") => tally.skipped += number,
            what if what.starts_with("failed")
                || what.starts_with("timed out")
                || what.starts_with("exec failed") =>
            {
                tally.failed += number;
            }
            _ => {}
        }
    }
    Some(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(line: &str) -> Option<(u64, u64, u64)> {
        tally(line).map(|tally| (tally.passed, tally.failed, tally.skipped))
    }

    #[test]
    fn reads_the_summary_of_nextest() {
        assert_eq!(counts("     Summary [   0.015s] 3 tests run: 3 passed, 0 skipped"), Some((3, 0, 0)));
        assert_eq!(counts("     Summary [   1.5s] 1 test run: 1 passed, 4 skipped"), Some((1, 0, 4)));
        let all = "     Summary [  61.0s] 9/10 tests run: 5 passed (1 slow, 2 flaky), 2 failed, 1 timed out, 1 exec failed, 7 skipped";
        assert_eq!(counts(all), Some((5, 4, 7)));
        assert_eq!(counts("    Starting 3 tests across 1 binary"), None);
    }
}
