//! `MiniStack`, which plays Amazon Cognito and keeps the mails that Cognito would send.

use std::path::Path;
use std::process::Command;

use anyhow::Result;
use tempfile::TempDir;

use crate::peer::Peer;
use crate::{cmd, python};

/// What it takes for credentials.
pub const CREDENTIALS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")];

/// One that runs until this is dropped.
pub struct Cognito {
    peer: Peer,
    // Removed after the program that writes to it has ended: fields are dropped in their order.
    _scratch: TempDir,
}

impl Cognito {
    pub fn start() -> Result<Self> {
        let programs = python::peers()?;
        let scratch = tempfile::tempdir()?;
        let peer = Peer::start(|port| ministack(&programs, scratch.path(), port), "/_ministack/ready")?;
        Ok(Self { peer, _scratch: scratch })
    }

    pub fn url(&self) -> String {
        self.peer.url("")
    }
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
