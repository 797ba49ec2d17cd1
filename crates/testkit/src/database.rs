//! A database for one test alone: a SQLite file, or a PostgreSQL database when `TEST_DATABASE_URL`
//! names a server. The same tests run on both.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicU32, Ordering},
};

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqliteConnection};
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

    /// A look into it.
    pub(crate) async fn look(&self) -> Look {
        if self.url.starts_with("sqlite:") {
            Look::Sqlite(SqliteConnection::connect(&self.url).await.expect("a database"))
        } else {
            Look::Postgres(PgConnection::connect(&self.url).await.expect("a database"))
        }
    }
}

/// A connection that only reads.
pub(crate) enum Look {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Look {
    /// The tables, each with its columns and what it refers to; but for the list of migrations.
    pub(crate) async fn tables(&mut self) -> BTreeMap<String, Table> {
        let columns = self.pairs(SQLITE_COLUMNS, POSTGRES_COLUMNS).await;
        let references = self.pairs(SQLITE_REFERENCES, POSTGRES_REFERENCES).await;
        let mut tables: BTreeMap<String, Table> = BTreeMap::new();
        for (table, column) in columns {
            tables.entry(table).or_default().columns.insert(column);
        }
        for (table, other) in references {
            tables.entry(table).or_default().refers_to.insert(other);
        }
        tables.remove("seaql_migrations");
        tables
    }

    /// The rows of a table, each as JSON, in which ids look as everywhere else.
    pub(crate) async fn rows(&mut self, name: &str, table: &Table) -> Vec<String> {
        let columns = table.columns.iter().map(|column| {
            let parts = [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)]
                .map(|(from, length)| format!("substr(hex(\"{column}\"), {from}, {length})"));
            let id = format!("lower({})", parts.join(" || '-' || "));
            format!("'{column}', CASE typeof(\"{column}\") WHEN 'blob' THEN {id} ELSE \"{column}\" END")
        });
        let columns = columns.collect::<Vec<_>>().join(", ");
        let sqlite = format!("SELECT json_object({columns}) FROM \"{name}\"");
        let postgres = format!("SELECT row_to_json(each)::text FROM \"{name}\" AS each");
        self.texts(sqlite, postgres).await
    }

    async fn pairs(&mut self, sqlite: &str, postgres: &str) -> Vec<(String, String)> {
        let lines = self.texts(sqlite.to_owned(), postgres.to_owned()).await.into_iter();
        let pairs = lines
            .filter_map(|line| line.split_once(' ').map(|(left, right)| (left.to_owned(), right.to_owned())));
        pairs.collect()
    }

    /// What a statement answers that has one column of texts.
    async fn texts(&mut self, sqlite: String, postgres: String) -> Vec<String> {
        let texts = match self {
            Self::Sqlite(connection) => sqlx::query_scalar(AssertSqlSafe(sqlite)).fetch_all(connection).await,
            Self::Postgres(connection) => {
                sqlx::query_scalar(AssertSqlSafe(postgres)).fetch_all(connection).await
            }
        };
        texts.expect("texts")
    }
}

/// A table as the database describes it.
#[derive(Debug, Default)]
pub struct Table {
    /// The names of its columns.
    pub columns: BTreeSet<String>,
    /// The tables that its foreign keys lead to.
    pub refers_to: BTreeSet<String>,
}

const SQLITE_COLUMNS: &str = "SELECT t.name || ' ' || c.name FROM sqlite_master AS t
    JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";
const POSTGRES_COLUMNS: &str = "SELECT table_name || ' ' || column_name FROM information_schema.columns
    WHERE table_schema = current_schema()";
const SQLITE_REFERENCES: &str = "SELECT t.name || ' ' || r.\"table\" FROM sqlite_master AS t
    JOIN pragma_foreign_key_list(t.name) AS r WHERE t.type = 'table'";
const POSTGRES_REFERENCES: &str = "SELECT t.table_name || ' ' || r.table_name
    FROM information_schema.table_constraints AS t
    JOIN information_schema.constraint_column_usage AS r USING (constraint_schema, constraint_name)
    WHERE t.constraint_type = 'FOREIGN KEY' AND t.table_schema = current_schema()";

/// The server is the test run's own and goes away with it, so nothing is dropped.
async fn create_on(server: &str) -> String {
    let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    let mut connection = PgConnection::connect(server).await.expect("TEST_DATABASE_URL answers");
    let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
    connection.execute(sqlx::raw_sql(create)).await.expect("a database");
    let (start, _) = server.rsplit_once('/').expect("an address with a database");
    format!("{start}/{name}")
}
