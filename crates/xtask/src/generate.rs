//! `gen`: files that are committed and that a program writes.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::lint::HOST_FEATURES;
use crate::postgres::Cluster;
use crate::{cmd, files, paths, tools};

/// The OpenAPI document, for those who read it without building anything.
const OPENAPI: &str = "docs/openapi.json";

/// Where the entities are: nothing else may be there, since the folder is written anew.
const ENTITIES: &str = "crates/server/src/store/entity";

#[derive(Args)]
pub struct Options {
    /// Only these; all when none is named
    #[arg(value_name = "WHAT")]
    what: Vec<What>,
    /// Change nothing; fail if what is committed is not what would be written
    #[arg(long)]
    check: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// The database's tables as Rust types
    Entities,
    /// The description of the Core API
    Openapi,
}

pub fn generate(options: &Options) -> Result<()> {
    let finish = if options.check { compare } else { replace };
    let all = options.what.is_empty();
    if all || options.what.contains(&What::Entities) {
        let fresh = tempfile::tempdir()?;
        entities(fresh.path())?;
        finish(fresh.path(), ENTITIES)?;
    }
    if all || options.what.contains(&What::Openapi) {
        finish_openapi(&openapi()?, options.check)?;
    }
    Ok(())
}

/// Compares everything, and changes nothing.
pub fn check() -> Result<()> {
    generate(&Options { what: Vec::new(), check: true })
}

fn replace(fresh: &Path, name: &str) -> Result<()> {
    files::replace_folder(fresh, &paths::root().join(name))?;
    cmd::say(&format!("{name} is written"));
    Ok(())
}

fn compare(fresh: &Path, name: &str) -> Result<()> {
    let different = files::differences(fresh, &paths::root().join(name))?;
    if different.is_empty() {
        cmd::say(&format!("{name} is as it would be written"));
        return Ok(());
    }
    bail!("in {name} differ: {}. Run: cargo xtask gen", different.join(", "));
}

fn finish_openapi(fresh: &str, check: bool) -> Result<()> {
    let file = paths::root().join(OPENAPI);
    if !check {
        fs::write(&file, fresh).with_context(|| format!("{OPENAPI} can't be written"))?;
        cmd::say(&format!("{OPENAPI} is written"));
    } else if fs::read_to_string(&file).is_ok_and(|committed| committed == fresh) {
        cmd::say(&format!("{OPENAPI} is as it would be written"));
    } else {
        bail!("{OPENAPI} differs. Run: cargo xtask gen openapi");
    }
    Ok(())
}

/// What the code says of itself. Built as the tests are, with which it shares what is compiled.
fn openapi() -> Result<String> {
    cmd::run(cmd::cargo()?.args(["build", "--quiet", "--workspace", "--features", HOST_FEATURES]).args([
        "--profile",
        cmd::PROFILE,
        "--target",
        cmd::host()?,
        "--example",
        "openapi",
    ]))?;
    let programs = paths::target()?.join(cmd::host()?).join(cmd::PROFILE).join("examples");
    cmd::output(&mut cmd::apart(programs.join("openapi")))
}

/// Reads the tables of a database that the migrations have just made. Of `PostgreSQL`, because it tells apart
/// what `SQLite` calls by one name, such as the sizes of numbers, and insists on it.
fn entities(fresh: &Path) -> Result<()> {
    tools::for_entities()?;
    let cluster = Cluster::start()?;
    cmd::say("Migrating an empty database…");
    cmd::run(
        cmd::cargo()?
            .args(["run", "--quiet", "--profile", cmd::PROFILE])
            .args(["--package", "xtask", "--features", "entities", "--example", "migrated"])
            .args(["--", &cluster.url()]),
    )?;
    // It tells each column, which nobody reads.
    cmd::output(
        cmd::program("sea-orm-cli", &[])?
            .args(["generate", "entity", "--with-prelude", "none", "--banner-version", "off"])
            .args(["--database-url", &cluster.url(), "--output-dir"])
            .arg(fresh),
    )?;
    // By the project's own rules, which are not above this folder; the others hang on `mod.rs`.
    cmd::run(
        cmd::program("rustfmt", &[])?
            .args(["--edition", "2024", "--config-path"])
            .arg(paths::root())
            .arg(fresh.join("mod.rs")),
    )
}
