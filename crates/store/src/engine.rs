//! The two engines and everything in which they differ.

use crate::{Result, migration::Migrator};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use std::{path::Path, time::Duration};

/// The advisory lock that changes take alone and appends share: the letters `pingyi`.
const CHANGES: i64 = 0x7069_6e67_7969;

/// Anything statements can be sent to: the store itself for reading, a transaction for changing.
pub trait Connection: ConnectionTrait + Sync {}
impl<T: ConnectionTrait + Sync> Connection for T {}

/// A transaction. Dropped without [`Transaction::commit`], it leaves nothing behind.
pub type Transaction = DatabaseTransaction;

/// An open database.
#[derive(Debug, Clone)]
pub struct Store {
    database: DatabaseConnection,
}

impl Store {
    /// Opens (and creates) the SQLite file of a data directory, durable: WAL, synchronous FULL.
    ///
    /// # Errors
    /// When the file cannot be opened or a migration fails.
    pub async fn open_file(file: &Path) -> Result<Self> {
        Self::open(&format!("sqlite://{}?mode=rwc", file.display())).await
    }

    /// Opens a database by address, `sqlite://…` or `postgres://…`, and brings its tables up to date.
    ///
    /// # Errors
    /// When it cannot be reached or a migration fails.
    pub async fn open(address: &str) -> Result<Self> {
        let mut options = ConnectOptions::new(address);
        options
            .sqlx_logging(false)
            .acquire_timeout(Duration::from_secs(20))
            .max_connections(8);
        options.map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .pragma("foreign_keys", "ON")
                .busy_timeout(Duration::from_secs(20))
        });
        // Said by each connection, so that no server's default can make an acknowledgement come before the disk.
        options.map_sqlx_postgres_opts(|postgres| postgres.options([("synchronous_commit", "on")]));
        let database = Database::connect(options).await?;
        Migrator::up(&database, None).await?;
        Ok(Self { database })
    }

    /// For reading.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.database
    }

    /// Begins a change: what is read inside cannot be changed by anybody else before the commit. SQLite takes its write
    /// lock at once; PostgreSQL lets changes in one after the other, also across programs.
    ///
    /// # Errors
    /// When the database is out of reach or busy for long.
    pub async fn begin(&self) -> Result<Transaction> {
        self.begin_with("SELECT pg_advisory_xact_lock($1)").await
    }

    /// Begins appending, which may happen in many boxes at once but never beside a change ([`Store::begin`]). Whoever
    /// appends locks the rows that only one may write, and reads the rest as it stands.
    ///
    /// # Errors
    /// As [`Store::begin`].
    pub async fn begin_append(&self) -> Result<Transaction> {
        self.begin_with("SELECT pg_advisory_xact_lock_shared($1)")
            .await
    }

    async fn begin_with(&self, postgres_lock: &str) -> Result<Transaction> {
        let options = TransactionOptions {
            isolation_level: None,
            access_mode: None,
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        };
        let transaction = self.database.begin_with_options(options).await?;
        if transaction.get_database_backend() == DbBackend::Postgres {
            let values = vec![CHANGES.into()];
            let lock = Statement::from_sql_and_values(DbBackend::Postgres, postgres_lock, values);
            transaction.execute_raw(lock).await?;
        }
        Ok(transaction)
    }

    /// Commits: when this returns, the change is on disk.
    ///
    /// # Errors
    /// When the commit failed; nothing was changed then.
    pub async fn commit(&self, transaction: Transaction) -> Result<()> {
        Ok(transaction.commit().await?)
    }
}

/// Locks rows read for changing where the engine has row locks; SQLite's transaction already holds the lock.
pub(crate) fn for_update(connection: &impl Connection) -> &'static str {
    match connection.get_database_backend() {
        DbBackend::Postgres => " FOR UPDATE",
        _ => "",
    }
}

/// The engine's name for a column of bytes.
pub(crate) fn bytes_type(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "BYTEA",
        _ => "BLOB",
    }
}
