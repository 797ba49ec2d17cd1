//! The database. The only place that knows sea-orm; everything above sees domain types.
//!
//! Queries are functions over a [`Connection`], so that a service decides whether they stand alone
//! or in one [`Transaction`].

mod entity;
mod error;

pub mod clients;
pub mod credentials;
pub mod flows;
pub mod idempotency_keys;
pub mod invites;
pub mod key_changes;
pub mod outbox;
pub mod people;
pub mod security_events;
pub mod service_credentials;
pub mod sessions;
pub mod throttles;
pub mod token_uses;
pub mod tokens;

use std::time::Duration;

use migration::{Migrator, MigratorTrait as _};
use sea_orm::{
    ConnectOptions, DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode,
    TransactionOptions, TransactionTrait as _,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};

pub use error::{StoreError, StoreResult};
pub use sea_orm::ConnectionTrait as Connection;

/// Statements that become true together, at [`Transaction::commit`], or not at all.
pub struct Transaction(DatabaseTransaction);

impl Transaction {
    /// Makes it true.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing of it is.
    pub async fn commit(self) -> StoreResult<()> {
        Ok(self.0.commit().await?)
    }

    /// The connection whose statements belong to it.
    #[must_use]
    pub const fn connection(&self) -> &impl Connection {
        &self.0
    }
}

/// A pool of connections.
#[derive(Clone)]
pub struct Database(DatabaseConnection);

impl Database {
    /// Connects to `sqlite://FILE` or `postgres://…`, with at most `connections` at a time.
    ///
    /// # Errors
    /// [`StoreError`] when the address can't be read or nothing answers there.
    pub async fn connect(url: &str, connections: u32) -> StoreResult<Self> {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(5))
            .sqlx_logging(false)
            // The pool finds out on use; asking before each use would double the round trips.
            .test_before_acquire(false)
            .map_sqlx_sqlite_opts(|sqlite| {
                sqlite
                    .create_if_missing(true)
                    .foreign_keys(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    // FULL: what was acknowledged survives a power cut, not only a kill.
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(Duration::from_secs(5))
            });
        let mut connection = sea_orm::Database::connect(options).await?;
        connection.set_metric_callback(|statement| count(&statement.statement.sql));
        Ok(Self(connection))
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// [`StoreError`]; the steps before the failing one stay.
    pub async fn migrate(&self) -> StoreResult<()> {
        Ok(Migrator::up(&self.0, None).await?)
    }

    /// How many steps the schema is behind.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn pending_migrations(&self) -> StoreResult<usize> {
        Ok(Migrator::get_pending_migrations(&self.0).await?.len())
    }

    /// A connection for statements that stand alone.
    #[must_use]
    pub const fn connection(&self) -> &impl Connection {
        &self.0
    }

    /// Begins a transaction that will write. On SQLite it takes the write lock at once: one that
    /// read first and then wanted to write would fail instead of waiting for its turn.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin(&self) -> StoreResult<Transaction> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Transaction(self.0.begin_with_options(options).await?))
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn ping(&self) -> StoreResult<()> {
        Ok(self.0.ping().await?)
    }

    /// Whether it is this process's alone: no other instance works on a SQLite file.
    #[must_use]
    pub fn is_unshared(&self) -> bool {
        self.0.get_database_backend() == DbBackend::Sqlite
    }

    /// The kind of database, for people.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.0.get_database_backend() {
            DbBackend::Postgres => "PostgreSQL",
            _ => "SQLite",
        }
    }
}

/// Counts a statement by what it does.
fn count(sql: &str) {
    let verb = ["SELECT", "INSERT", "UPDATE", "DELETE"].into_iter().find(|verb| sql.starts_with(verb));
    metrics::counter!("database_statements_total", "verb" => verb.unwrap_or("other")).increment(1);
}
