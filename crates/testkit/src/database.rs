//! A database for one test alone: a SQLite file, or a PostgreSQL database when `TEST_DATABASE_URL`
//! names a server. The same tests run on both.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{Connection as _, Executor as _, PgConnection};
use tempfile::TempDir;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A database for one test.
pub struct TestDatabase {
    /// Its address.
    pub url: String,
    /// The folder of everything that a test leaves behind.
    pub folder: TempDir,
}

impl TestDatabase {
    /// An empty one.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = match std::env::var("TEST_DATABASE_URL") {
            Ok(server) => create_on(&server).await,
            Err(_) => format!("sqlite://{}?mode=rwc", folder.path().join("test.db").display()),
        };
        Self { url, folder }
    }
}

/// The server is the test run's own and goes away with it, so nothing is dropped.
async fn create_on(server: &str) -> String {
    let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    let mut connection = PgConnection::connect(server).await.expect("TEST_DATABASE_URL answers");
    let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    connection.execute(sqlx::raw_sql(create)).await.expect("a database");
    let (start, _) = server.rsplit_once('/').expect("an address with a database");
    format!("{start}/{name}")
}
