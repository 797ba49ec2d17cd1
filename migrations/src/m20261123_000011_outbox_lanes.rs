//! The lanes of the outbox, so that what waits for the mail server holds nothing else up.

use sea_orm_migration::{prelude::*, schema::small_integer};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Outbox {
    Table,
    /// What was written before, and what an older version writes, is done in the first.
    Lane,
    DueAt,
}

const BY_LANE: &str = "outbox_lane_due_at_idx";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let lane = small_integer(Outbox::Lane).default(0).take();
        manager.alter_table(Table::alter().table(Outbox::Table).add_column(lane).to_owned()).await?;
        let by_lane = Index::create()
            .name(BY_LANE)
            .table(Outbox::Table)
            .col(Outbox::Lane)
            .col(Outbox::DueAt)
            .to_owned();
        manager.create_index(by_lane).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(BY_LANE).table(Outbox::Table).to_owned()).await?;
        manager.alter_table(Table::alter().table(Outbox::Table).drop_column(Outbox::Lane).to_owned()).await
    }
}
