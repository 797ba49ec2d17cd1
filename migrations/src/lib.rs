//! The schema, step by step, the same on SQLite and PostgreSQL. How to add one: `README.md`.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod m20261122_000001_people;
mod m20261122_000002_embedded_identity;
mod m20261122_000003_sessions;
mod m20261122_000004_outbox;
mod m20261122_000005_tokens;
mod m20261122_000006_organisations;
mod m20261123_000007_second_factor;
mod m20261123_000008_privacy;
mod m20261123_000009_notifications;
mod m20261123_000010_support;
mod m20261123_000011_outbox_lanes;
mod m20261123_000012_account;
mod m20261123_000013_retention;
mod m20261123_000014_activity_by_time;
mod shared;

/// Runs the steps in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_people::Migration),
            Box::new(m20261122_000002_embedded_identity::Migration),
            Box::new(m20261122_000003_sessions::Migration),
            Box::new(m20261122_000004_outbox::Migration),
            Box::new(m20261122_000005_tokens::Migration),
            Box::new(m20261122_000006_organisations::Migration),
            Box::new(m20261123_000007_second_factor::Migration),
            Box::new(m20261123_000008_privacy::Migration),
            Box::new(m20261123_000009_notifications::Migration),
            Box::new(m20261123_000010_support::Migration),
            Box::new(m20261123_000011_outbox_lanes::Migration),
            Box::new(m20261123_000012_account::Migration),
            Box::new(m20261123_000013_retention::Migration),
            Box::new(m20261123_000014_activity_by_time::Migration),
        ]
    }
}
