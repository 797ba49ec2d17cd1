//! What the database refuses.

use std::fmt;

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx::error::DatabaseError};

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
        message.contains(&format!("\"{constraint}\""))
            || message.rsplit(": ").next().map(name_of).as_deref() == Some(constraint)
    }

    /// Whether another transaction was in the way, and the same may well succeed when it is done again from its
    /// beginning.
    #[must_use]
    pub fn is_of_a_race(&self) -> bool {
        let (DbErr::Exec(error) | DbErr::Query(error) | DbErr::Conn(error)) = &self.0 else { return false };
        let RuntimeErr::SqlxError(error) = error else { return false };
        error.as_database_error().and_then(DatabaseError::code).is_some_and(|code| is_race(&code))
    }
}

/// Whether PostgreSQL says with this SQLSTATE that transactions were in each other's way: it ended one of two that waited
/// for each other, or couldn't tell which of them came first.
fn is_race(sqlstate: &str) -> bool {
    matches!(sqlstate, "40P01" | "40001")
}

/// The constraint's name for the columns that SQLite names: `invites.client_id, invites.email`.
fn name_of(columns: &str) -> String {
    let mut name = String::new();
    for (index, column) in columns.split(", ").enumerate() {
        let (table, column) = column.split_once('.').unwrap_or(("", column));
        if index == 0 {
            name.push_str(table);
        }
        name.push('_');
        name.push_str(column);
    }
    name + "_key"
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_for_each_other_or_came_too_late_is_a_race_and_nothing_else_is() {
        assert!(is_race("40P01") && is_race("40001"));
        // A duplicate, a statement that took too long, a full disk.
        for other in ["23505", "57014", "53100", "40000", ""] {
            assert!(!is_race(other), "{other}");
        }
        assert!(!StoreError(DbErr::RecordNotFound("nobody".into())).is_of_a_race());
    }

    #[test]
    fn a_constraint_is_named_after_its_table_and_columns() {
        assert_eq!(name_of("credentials.email"), "credentials_email_key");
        assert_eq!(name_of("invites.client_id, invites.email"), "invites_client_id_email_key");
    }
}
