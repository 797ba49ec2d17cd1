//! What the database refuses.

use std::fmt;

use sea_orm::{DbErr, SqlErr};

/// What a query answers.
pub type StoreResult<T> = Result<T, StoreError>;

/// Something the database refused, or couldn't do.
#[derive(Debug)]
pub struct StoreError(DbErr);

impl StoreError {
    /// Whether a unique constraint with this name (`<table>_<column>_key`) was in the way.
    /// SQLite names the columns instead, so those are put together to the same name.
    pub(super) fn violates(&self, constraint: &str) -> bool {
        let Some(SqlErr::UniqueConstraintViolation(message)) = self.0.sql_err() else {
            return false;
        };
        let as_sqlite_says = |columns: &str| format!("{}_key", columns.replace('.', "_"));
        message.contains(&format!("\"{constraint}\""))
            || message.rsplit(": ").next().map(as_sqlite_says).as_deref() == Some(constraint)
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        Self(error)
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}
