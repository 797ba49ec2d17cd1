//! Starting other programs: cargo with the project's environment, and helpers that name what failed.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};

use crate::paths;

/// The profile of every development build: one for all targets, so that they share what the host runs.
pub const PROFILE: &str = "dxdev";

/// The target of the browser's part.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Says in one line what is being done.
pub fn say(what: &str) {
    println!("xtask: {what}");
}

/// `cargo` at the root, with the shared target folder and the installed tools.
pub fn cargo() -> Result<Command> {
    program("cargo", &[])
}

/// A program at the root, with the shared target folder and `folders`, then the installed tools, first in
/// PATH.
pub fn program(name: &str, folders: &[PathBuf]) -> Result<Command> {
    let mut command = apart(name);
    command
        .current_dir(paths::root())
        .env("CARGO_TARGET_DIR", paths::target()?)
        .env("PATH", search_path(folders)?);
    Ok(command)
}

/// A program that doesn't learn that cargo runs this one. The app, where it finds `CARGO_MANIFEST_DIR`, takes
/// itself for one that `cargo run` started, and names its styles by their path in the clone.
pub fn apart(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for name in own_variables() {
        command.env_remove(name);
    }
    command
}

/// What `cargo run` told this program about itself: others must not take it for theirs.
fn own_variables() -> impl Iterator<Item = OsString> {
    env::vars_os().map(|(name, _)| name).filter(|name| {
        let name = name.to_string_lossy();
        name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "LD_LIBRARY_PATH"
    })
}

fn search_path(folders: &[PathBuf]) -> Result<OsString> {
    let mut all = folders.to_vec();
    all.push(paths::tools()?.join("bin"));
    if let Some(path) = env::var_os("PATH") {
        all.extend(env::split_paths(&path));
    }
    env::join_paths(all).context("PATH can't be put together")
}

/// Runs to the end with this terminal's input and output.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{} can't be started", name(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs to the end and returns what it printed.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("{} can't be started", name(command)))?;
    if !output.status.success() {
        bail!("{} failed ({})", shown(command), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What a program prints, or nothing if it is absent or fails. For looking what is there.
pub fn probe(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    output.status.success().then_some(text)
}

/// Runs to the end, passes its errors on line by line, and returns them with whether it succeeded.
pub fn tee_errors(command: &mut Command) -> Result<(bool, Vec<String>)> {
    let mut child = command
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} can't be started", name(command)))?;
    let mut lines = Vec::new();
    if let Some(errors) = child.stderr.take() {
        for line in BufReader::new(errors).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            eprintln!("{line}");
            lines.push(line);
        }
    }
    Ok((child.wait()?.success(), lines))
}

/// The first of these programs that PATH has.
pub fn find<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    names
        .into_iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}

/// The triple of this machine.
pub fn host() -> Result<&'static str> {
    static HOST: OnceLock<String> = OnceLock::new();
    if let Some(host) = HOST.get() {
        return Ok(host);
    }
    let about = output(cargo_rustc()?.arg("-vV"))?;
    let host =
        about.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc doesn't say its host")?;
    Ok(HOST.get_or_init(|| host.to_owned()))
}

/// `rustc` as cargo would call it here.
pub fn cargo_rustc() -> Result<Command> {
    program("rustc", &[])
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_apart_finds_nothing_of_cargo_run() -> Result<()> {
        assert!(env::var_os("CARGO_MANIFEST_DIR").is_some(), "cargo sets it for tests as for `cargo run`");
        let seen = output(&mut apart("env"))?;
        assert!(!seen.contains("CARGO_MANIFEST_") && !seen.contains("CARGO_PKG_"), "{seen}");
        Ok(())
    }
}
