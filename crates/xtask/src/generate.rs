//! `gen`: files that are committed and that a program writes.

use anyhow::Result;
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
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// The database's tables as Rust types
    Entities,
}

pub fn generate(options: &Options) -> Result<()> {
    let all = options.what.is_empty();
    if all || options.what.contains(&What::Entities) {
        entities()?;
    }
    Ok(())
}

/// Reads the tables of a database that the migrations have just made. Of `PostgreSQL`, because it tells apart
/// what `SQLite` calls by one name, such as the sizes of numbers, and insists on it.
fn entities() -> Result<()> {
    tools::for_entities()?;
    let cluster = Cluster::start()?;
    cmd::say("Migrating an empty database…");
    cmd::run(
        cmd::cargo()?
            .args(["run", "--quiet", "--profile", cmd::PROFILE])
            .args(["--package", "xtask", "--features", "entities", "--example", "migrated"])
            .args(["--", &cluster.url()]),
    )?;
    let fresh = tempfile::tempdir()?;
    cmd::run(
        cmd::program("sea-orm-cli", &[])?
            .args(["generate", "entity", "--with-prelude", "none", "--banner-version", "off"])
            .args(["--database-url", &cluster.url(), "--output-dir"])
            .arg(fresh.path()),
    )?;
    let entities = paths::root().join(ENTITIES);
    files::replace_folder(fresh.path(), &entities)?;
    // Where they belong, so that the project's own rules of formatting hold; the others hang on `mod.rs`.
    cmd::run(cmd::program("rustfmt", &[])?.args(["--edition", "2024"]).arg(entities.join("mod.rs")))?;
    cmd::say(&format!("{ENTITIES} is written"));
    Ok(())
}
