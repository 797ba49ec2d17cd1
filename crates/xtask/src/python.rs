//! What comes from PyPI: installed by pip from a committed list into the tools folder, once a list.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{apt, cmd, files, paths};

/// Every package with its version, those that others pull in too.
const LIST: &str = "python/requirements.txt";

/// The program that tests the Core API against its own document.
pub fn schemathesis() -> Result<PathBuf> {
    apt::ensure(&[apt::PYTHON], "testing the Core API")?;
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join(LIST);
    let wanted = fs::read(&list).with_context(|| format!("{} can't be read", list.display()))?;
    let folder = paths::tools()?.join(format!("python-{}", paths::fingerprint(&wanted)));
    let finished = folder.join("finished");
    if !finished.is_file() {
        install(&list, &folder)?;
        fs::write(&finished, "")?;
    }
    Ok(folder.join("bin/schemathesis"))
}

/// Where it stays: the programs in such a folder name it.
fn install(list: &Path, folder: &Path) -> Result<()> {
    cmd::say("Installing schemathesis, which tests the Core API (PyPI, once, a few seconds)…");
    files::remove_folder(folder)?;
    cmd::run(cmd::program("python3", &[])?.args(["-m", "venv"]).arg(folder))?;
    let mut pip = cmd::apart(folder.join("bin/pip"));
    cmd::run(pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(list))
}
