//! What comes from PyPI: installed by pip from committed lists into the tools folder, once a list.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{apt, cmd, files, paths};

/// Programs that are installed together.
struct List {
    /// Every package with its version, those that others pull in too.
    file: &'static str,
    what: &'static str,
    why: &'static str,
}

/// The program that tests the Core API against its own document.
const SCHEMATHESIS: List =
    List { file: "requirements.txt", what: "schemathesis", why: "which tests the Core API" };

/// What plays Amazon Cognito, and what makes faults before it.
const PEERS: List =
    List { file: "peers.txt", what: "MiniStack and microburst", why: "which play Amazon Cognito" };

/// The program that tests the Core API against its own document.
pub fn schemathesis() -> Result<PathBuf> {
    Ok(SCHEMATHESIS.programs()?.join("schemathesis"))
}

/// The folder of the programs that play Amazon Cognito.
pub fn peers() -> Result<PathBuf> {
    PEERS.programs()
}

impl List {
    /// The folder of its programs, which are installed if they aren't there.
    fn programs(&self) -> Result<PathBuf> {
        apt::ensure(&[apt::PYTHON], self.what)?;
        let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("python").join(self.file);
        let wanted = fs::read(&list).with_context(|| format!("{} can't be read", list.display()))?;
        let folder = paths::tools()?.join(format!("python-{}", paths::fingerprint(&wanted)));
        let finished = folder.join("finished");
        if !finished.is_file() {
            self.install(&list, &folder)?;
            fs::write(&finished, "")?;
        }
        Ok(folder.join("bin"))
    }

    /// Where it stays: the programs in such a folder name it.
    fn install(&self, list: &Path, folder: &Path) -> Result<()> {
        cmd::say(&format!("Installing {}, {} (PyPI, once, a few seconds)…", self.what, self.why));
        files::remove_folder(folder)?;
        cmd::run(cmd::program("python3", &[])?.args(["-m", "venv"]).arg(folder))?;
        let mut pip = cmd::apart(folder.join("bin/pip"));
        cmd::run(pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(list))
    }
}
