//! The identity suite against every provider: the embedded one in the process, Cognito over the wire.
//! `MiniStack` plays Amazon, microburst stands before it and makes faults; each test has a pool of its own.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::rust;
use crate::peer::Peer;
use crate::test::report::Tally;
use crate::{cmd, python};

/// What the peer takes for credentials.
const CREDENTIALS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")];

pub fn contract() -> Result<Tally> {
    let programs = python::peers()?;
    let scratch = tempfile::tempdir()?;
    let cognito = Peer::start(|port| ministack(&programs, scratch.path(), port), "/_ministack/ready")?;
    let faults = Peer::start(|port| microburst(&programs, &cognito, port), "/_microburst/health")?;
    rust::contract(|command| {
        command
            .envs(CREDENTIALS)
            .env("CONTRACT_COGNITO_URL", cognito.url(""))
            .env("CONTRACT_FAULTS_URL", faults.url(""))
    })
}

/// With everything that could listen elsewhere than on this machine turned off.
fn ministack(programs: &Path, folder: &Path, port: u16) -> Command {
    let mut command = cmd::apart(programs.join("ministack"));
    command
        .current_dir(folder)
        .envs(CREDENTIALS)
        // Without it codes, secret hashes and tokens are not checked.
        .env("AUTH", "true")
        .env("BIND_HOST", "127.0.0.1")
        .env("MINISTACK_HOST", "127.0.0.1")
        .env("GATEWAY_PORT", port.to_string())
        .env("SERVICES", "cognito-idp,ses")
        .env("IOT_MTLS_ENABLED", "0")
        .env("STATE_DIR", folder.join("state"));
    command
}

fn microburst(programs: &Path, upstream: &Peer, port: u16) -> Command {
    let mut command = cmd::apart(programs.join("microburst"));
    command.args(["--upstream", &upstream.url(""), "--host", "127.0.0.1", "--port", &port.to_string()]);
    command
}
