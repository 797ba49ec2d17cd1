//! The database. The only place that knows sea-orm; everything above sees domain types.
//!
//! Queries are functions over a [`Connection`], so that a service decides whether they stand alone
//! or in one [`Transaction`].

#[expect(
    clippy::struct_excessive_bools,
    reason = "a profile has a switch for each thing that a person shows"
)]
mod entity;
mod error;

pub mod authenticators;
pub mod backup_codes;
pub mod clients;
pub mod credentials;
pub mod deletions;
pub mod deliveries;
pub mod departures;
pub mod devices;
pub mod email_changes;
pub mod events;
pub mod exports;
pub mod flows;
pub mod held_mails;
pub mod idempotency_keys;
pub mod invites;
pub mod key_changes;
pub mod notifications;
pub mod objects;
pub mod outbox;
pub mod passkey_ceremonies;
pub mod passkeys;
pub mod pending_sign_ins;
pub mod people;
pub mod personal_data;
pub mod platform_events;
pub mod preferences;
pub mod privacy;
mod purge;
pub mod remains;
pub mod security_events;
pub mod service_credentials;
pub mod sessions;
pub mod support;
pub mod throttles;
pub mod token_uses;
pub mod tokens;
pub mod used_codes;

use std::time::Duration;

use migration::{Migrator, MigratorTrait as _};
use sea_orm::{
    ConnectOptions, DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode,
    TransactionOptions, TransactionTrait as _,
    sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
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

/// The pools of connections, all to the same database.
#[derive(Clone)]
pub struct Database {
    main: DatabaseConnection,
    /// For counters and sign-ins: a commit does not wait for the disk.
    quick: DatabaseConnection,
    /// For who follows what others change: never busy with anything else.
    watcher: DatabaseConnection,
}

/// Connections for counters and sign-ins: they are held for a few statements.
const QUICK_CONNECTIONS: u32 = 4;

impl Database {
    /// Connects to `sqlite://FILE` or `postgres://…`, with at most `connections` at a time, and a few for
    /// counters.
    ///
    /// # Errors
    /// [`StoreError`] when the address can't be read or nothing answers there.
    pub async fn connect(url: &str, connections: u32) -> StoreResult<Self> {
        let mut main = options(url, connections);
        // FULL: what was acknowledged survives a power cut, not only a kill.
        main.map_sqlx_sqlite_opts(|sqlite| sqlite_options(sqlite).synchronous(SqliteSynchronous::Full));
        let mut quick = options(url, QUICK_CONNECTIONS);
        quick
            .connect_lazy(true)
            .map_sqlx_sqlite_opts(|sqlite| sqlite_options(sqlite).synchronous(SqliteSynchronous::Normal))
            .map_sqlx_postgres_opts(|postgres| postgres.options([("synchronous_commit", "off")]));
        let mut watcher = options(url, 1);
        watcher.connect_lazy(true).map_sqlx_sqlite_opts(sqlite_options);
        Ok(Self { main: open(main).await?, quick: open(quick).await?, watcher: open(watcher).await? })
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// [`StoreError`]; the steps before the failing one stay.
    pub async fn migrate(&self) -> StoreResult<()> {
        Ok(Migrator::up(&self.main, None).await?)
    }

    /// How many steps the schema is behind.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn pending_migrations(&self) -> StoreResult<usize> {
        Ok(Migrator::get_pending_migrations(&self.main).await?.len())
    }

    /// A connection for statements that stand alone.
    #[must_use]
    pub const fn connection(&self) -> &impl Connection {
        &self.main
    }

    /// The connection of who follows what others change.
    #[must_use]
    pub const fn watcher(&self) -> &impl Connection {
        &self.watcher
    }

    /// Begins a transaction that will write. On SQLite it takes the write lock at once: one that
    /// read first and then wanted to write would fail instead of waiting for its turn.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin(&self) -> StoreResult<Transaction> {
        begin(&self.main).await
    }

    /// The same for counters and sign-ins: what it commits survives the end of this process, but perhaps
    /// not that of the machine.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin_quick(&self) -> StoreResult<Transaction> {
        begin(&self.quick).await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn ping(&self) -> StoreResult<()> {
        Ok(self.main.ping().await?)
    }

    /// Whether it is this process's alone: no other instance works on a SQLite file.
    #[must_use]
    pub fn is_unshared(&self) -> bool {
        self.main.get_database_backend() == DbBackend::Sqlite
    }

    /// The kind of database, for people.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.main.get_database_backend() {
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

async fn open(options: ConnectOptions) -> StoreResult<DatabaseConnection> {
    let mut pool = sea_orm::Database::connect(options).await?;
    pool.set_metric_callback(|statement| count(&statement.statement.sql));
    Ok(pool)
}

fn options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(5))
        .sqlx_logging(false)
        // The pool finds out on use; asking before each use would double the round trips.
        .test_before_acquire(false);
    options
}

fn sqlite_options(sqlite: SqliteConnectOptions) -> SqliteConnectOptions {
    sqlite
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .busy_timeout(Duration::from_secs(5))
}

async fn begin(pool: &DatabaseConnection) -> StoreResult<Transaction> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    Ok(Transaction(pool.begin_with_options(options).await?))
}
