//! The programs that builds and tests call: which version of each, how to see it, how to get it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{apt, cmd, lock, node, paths, python};

/// A program that `cargo install` brings.
struct Tool {
    krate: &'static str,
    version: Version,
    /// The program and its arguments that print the version.
    probe: &'static [&'static str],
    install: &'static [&'static str],
    /// What compiling it needs beyond Rust and a C compiler.
    needs: &'static [apt::Package],
    why: &'static str,
    /// Measured on two cores.
    minutes: u8,
}

enum Version {
    /// That of this crate in `Cargo.lock`: the two speak a private format.
    OfCrate(&'static str),
    /// This one when it has to be installed; any that is there already will do.
    AtLeastSome(&'static str),
}

/// Downloads and telemetry are compiled out: what dx needs comes from here, at versions named here.
const DX: Tool = Tool {
    krate: "dioxus-cli",
    version: Version::OfCrate("dioxus"),
    probe: &["dx", "--version"],
    install: &["--locked", "--features", "no-downloads,disable-telemetry"],
    needs: apt::OPENSSL,
    why: "builds the app",
    minutes: 8,
};

/// Not `--locked`: its own lock names a yanked crate.
const WASM_BINDGEN: Tool = Tool {
    krate: "wasm-bindgen-cli",
    version: Version::OfCrate("wasm-bindgen"),
    probe: &["wasm-bindgen", "--version"],
    install: &["--bin", "wasm-bindgen"],
    needs: &[],
    why: "writes the JavaScript around the wasm",
    minutes: 2,
};

const NEXTEST: Tool = Tool {
    krate: "cargo-nextest",
    version: Version::AtLeastSome("0.9.143"),
    probe: &["cargo", "nextest", "--version"],
    install: &["--locked"],
    needs: &[],
    why: "runs the Rust tests",
    minutes: 6,
};

const SEA_ORM_CLI: Tool = Tool {
    krate: "sea-orm-cli",
    version: Version::OfCrate("sea-orm"),
    probe: &["sea-orm-cli", "--version"],
    install: &[
        "--locked",
        "--no-default-features",
        "--features",
        "codegen,sqlx-postgres,runtime-tokio-rustls",
    ],
    needs: &[],
    why: "writes the entities",
    minutes: 2,
};

/// What building the web app needs.
pub fn for_web() -> Result<()> {
    apt::ensure(&[apt::NODE, DX.packages()?], "building the web app")?;
    wasm_target()?;
    node::build_tools()?;
    WASM_BINDGEN.ensure()?;
    DX.ensure()
}

/// What building the desktop app needs.
pub fn for_desktop() -> Result<()> {
    apt::ensure(&[apt::NODE, apt::WEBKIT, DX.packages()?], "the desktop app")?;
    DX.ensure()
}

/// What the Rust tests need.
pub fn for_rust_tests() -> Result<()> {
    apt::ensure(&[apt::REDIS], "the tests of several instances")?;
    wasm_target()?;
    NEXTEST.ensure()
}

/// What writing the entities needs.
pub fn for_entities() -> Result<()> {
    apt::ensure(&[apt::POSTGRES], "reading the tables")?;
    SEA_ORM_CLI.ensure()
}

/// Everything that the tests need, so that what is missing shows at once and not after half of them.
pub fn for_tests() -> Result<()> {
    // The quick ones first: what can't be had shows before minutes are spent.
    let groups = [
        apt::NODE,
        apt::POSTGRES,
        apt::REDIS,
        apt::BROWSER,
        apt::DISPLAY,
        apt::KEYRING,
        apt::PYTHON,
        apt::WEBKIT,
        DX.packages()?,
    ];
    apt::ensure(&groups, "the tests")?;
    node::test_tools()?;
    python::schemathesis()?;
    python::peers()?;
    for_rust_tests()?;
    for_entities()?;
    for_web()?;
    for_desktop()
}

/// The target that wasm is built for. rustup brings it by itself where `rust-toolchain.toml` is obeyed.
pub fn wasm_target() -> Result<()> {
    if has_wasm_target() {
        return Ok(());
    }
    if cmd::find(["rustup"]).is_none() {
        bail!("this Rust has no target {}: install it the way this Rust was installed", cmd::WASM);
    }
    cmd::say(&format!("Adding the target {} (once)…", cmd::WASM));
    cmd::run(cmd::program("rustup", &[])?.args(["target", "add", cmd::WASM]))
}

fn has_wasm_target() -> bool {
    let Ok(mut rustc) = cmd::cargo_rustc() else {
        return false;
    };
    let folder = cmd::probe(rustc.args(["--print", "target-libdir", "--target", cmd::WASM]));
    folder.is_some_and(|folder| Path::new(folder.trim()).is_dir())
}

impl Tool {
    fn ensure(&self) -> Result<()> {
        let version = self.version.wanted()?;
        if self.is_there(&version)? {
            return Ok(());
        }
        cmd::say(&format!(
            "Installing {} {version}, which {} (once, about {} minutes on 2 cores)…",
            self.krate, self.why, self.minutes
        ));
        // A folder that outlives an interruption, so that the next try goes on where this one stopped.
        let build = paths::cache()?.join("tool-build").join(self.krate);
        cmd::run(self.install_command(&version)?.env("CARGO_TARGET_DIR", &build))?;
        fs::remove_dir_all(&build).with_context(|| format!("{} can't be removed", build.display()))?;
        if !self.is_there(&version)? {
            bail!("{} {version} was installed, but another one comes first in PATH", self.krate);
        }
        Ok(())
    }

    /// The Debian packages without which it can't be installed; none when it is installed.
    fn packages(&self) -> Result<&'static [apt::Package]> {
        Ok(if self.is_there(&self.version.wanted()?)? { &[] } else { self.needs })
    }

    fn is_there(&self, version: &str) -> Result<bool> {
        let [program, arguments @ ..] = self.probe else {
            return Ok(false);
        };
        let Some(says) = cmd::probe(cmd::program(program, &[])?.args(arguments)) else {
            return Ok(false);
        };
        Ok(match self.version {
            Version::AtLeastSome(_) => true,
            Version::OfCrate(_) => says.split_whitespace().any(|word| word == version),
        })
    }

    fn install_command(&self, version: &str) -> Result<Command> {
        let mut command = cmd::cargo()?;
        command
            .args(["install", self.krate, "--version", version, "--root"])
            .arg(paths::tools()?)
            .args(self.install)
            // A tool that runs for seconds needn't be optimised for minutes.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        Ok(command)
    }
}

impl Version {
    fn wanted(&self) -> Result<String> {
        match self {
            Self::OfCrate(krate) => lock::version(krate),
            Self::AtLeastSome(version) => Ok((*version).to_owned()),
        }
    }
}
