//! Migrates the database at the URL that is its only argument; `cargo xtask gen entities` reads the result.

use anyhow::{Context, Result};
use migration::Migrator;
use sea_orm_migration::MigratorTrait;
use sea_orm_migration::sea_orm::Database;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let url = std::env::args().nth(1).context("the URL of a database is missing")?;
    let database = Database::connect(url).await?;
    Migrator::up(&database, None).await?;
    Ok(())
}
