//! What comes from npm: installed by `npm ci` from a committed lock file into the cache, once a lock file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{apt, cmd, paths};

/// What `npm ci` reads.
const FILES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// esbuild and wasm-opt, which dx takes from PATH. Returns the folder of their programs.
pub fn build_tools() -> Result<PathBuf> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("node");
    let modules = install(&package, "build", "esbuild and wasm-opt, which dx calls")?;
    Ok(modules.join(".bin"))
}

/// Playwright and axe, linked to where the tests look for them. Returns the folder of their programs.
pub fn test_tools() -> Result<PathBuf> {
    let package = paths::root().join("tests/e2e");
    let modules = install(&package, "e2e", "Playwright and axe, which the browser tests stand on")?;
    link(&modules, &package.join("node_modules"))?;
    Ok(modules.join(".bin"))
}

/// Installs the package's lock file into a cache folder named after its content, so a changed lock is a new
/// folder.
fn install(package: &Path, name: &str, what: &str) -> Result<PathBuf> {
    apt::ensure(&[apt::NODE], "building for the browser")?;
    let folder = paths::cache()?.join("node").join(format!("{name}-{}", key(package)?));
    let modules = folder.join("node_modules");
    if modules.is_dir() {
        return Ok(modules);
    }
    cmd::say(&format!("Installing {what} (npm, once, a few seconds)…"));
    let parent = folder.parent().context("the cache folder has no parent")?;
    fs::create_dir_all(parent)?;
    // Made beside it and moved into place whole: an interrupted install leaves nothing that looks finished.
    let fresh = tempfile::Builder::new().prefix("installing-").tempdir_in(parent)?;
    for file in FILES {
        fs::copy(package.join(file), fresh.path().join(file))
            .with_context(|| format!("{file} can't be copied"))?;
    }
    cmd::run(
        cmd::program("npm", &[])?
            .args(["ci", "--silent"])
            .current_dir(fresh.path())
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )?;
    put_in_place(&fresh.keep(), &folder)?;
    Ok(modules)
}

fn key(package: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    for file in FILES {
        let path = package.join(file);
        bytes.extend(fs::read(&path).with_context(|| format!("{} can't be read", path.display()))?);
    }
    Ok(paths::fingerprint(&bytes))
}

/// Moves the finished folder to its name, unless another run was faster.
fn put_in_place(fresh: &Path, folder: &Path) -> Result<()> {
    let moved = fs::rename(fresh, folder);
    if moved.is_err() && folder.join("node_modules").is_dir() {
        fs::remove_dir_all(fresh)?;
        return Ok(());
    }
    moved.with_context(|| format!("{} can't be made", folder.display()))
}

/// Node looks for modules beside the tests and nowhere else, so that name leads to the cache.
fn link(modules: &Path, name: &Path) -> Result<()> {
    if fs::read_link(name).is_ok_and(|target| target == modules) {
        return Ok(());
    }
    if name.is_dir() && !name.is_symlink() {
        bail!("{} is in the way of the cached one: remove it", name.display());
    }
    if name.is_symlink() {
        fs::remove_file(name)?;
    }
    std::os::unix::fs::symlink(modules, name).with_context(|| format!("{} can't be linked", name.display()))
}
