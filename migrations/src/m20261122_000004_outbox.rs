//! Effects that are due: written with the change they follow, done after its commit.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, integer, text, text_null, uuid},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Outbox {
    Table,
    Id,
    Payload,
    Attempts,
    DueAt,
    CreatedAt,
    LastError,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let outbox = Table::create()
            .table(Outbox::Table)
            .col(uuid(Outbox::Id).primary_key())
            .col(text(Outbox::Payload))
            .col(integer(Outbox::Attempts).default(0))
            .col(big_integer(Outbox::DueAt))
            .col(big_integer(Outbox::CreatedAt))
            .col(text_null(Outbox::LastError))
            .to_owned();
        let by_due =
            Index::create().name("outbox_due_at_idx").table(Outbox::Table).col(Outbox::DueAt).to_owned();
        manager.create_table(outbox).await?;
        manager.create_index(by_due).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Outbox::Table).to_owned()).await
    }
}
