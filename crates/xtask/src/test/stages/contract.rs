//! The identity suite against every provider: the embedded one in the process, Cognito over the wire.
//! `MiniStack` plays Amazon, microburst stands before it and makes faults; each test has a pool of its own.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::cognito::{CREDENTIALS, Cognito};
use super::rust;
use crate::peer::Peer;
use crate::test::report::Tally;
use crate::{cmd, python};

pub fn contract() -> Result<Tally> {
    let programs = python::peers()?;
    let cognito = Cognito::start()?;
    let faults = Peer::start(|port| microburst(&programs, &cognito.url(), port), "/_microburst/health")?;
    rust::contract(|command| {
        command
            .envs(CREDENTIALS)
            .env("CONTRACT_COGNITO_URL", cognito.url())
            .env("CONTRACT_FAULTS_URL", faults.url(""))
    })
}

fn microburst(programs: &Path, upstream: &str, port: u16) -> Command {
    let mut command = cmd::apart(programs.join("microburst"));
    command.args(["--upstream", upstream, "--host", "127.0.0.1", "--port", &port.to_string()]);
    command
}
