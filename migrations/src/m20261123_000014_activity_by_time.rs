//! An index for the old entries of the activity log, which housekeeping looks for every few minutes.

use sea_orm_migration::prelude::*;

use crate::shared::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum SecurityEvents {
    Table,
    At,
}

const DONE: &str = "security_events_at_idx";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index(DONE, SecurityEvents::Table, SecurityEvents::At)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(DONE).table(SecurityEvents::Table).to_owned()).await
    }
}
