//! `gen`: files that are committed and that a program writes.

use std::path::Path;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::postgres::Cluster;
use crate::{cmd, files, paths, tools};

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
}

pub fn generate(options: &Options) -> Result<()> {
    let finish = if options.check { compare } else { replace };
    let all = options.what.is_empty();
    if all || options.what.contains(&What::Entities) {
        let fresh = tempfile::tempdir()?;
        entities(fresh.path())?;
        finish(fresh.path(), ENTITIES)?;
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
