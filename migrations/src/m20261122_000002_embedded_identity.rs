//! What the embedded identity provider keeps. Empty when Cognito provides identity.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, integer, string_len, string_len_null, uuid},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Credentials {
    Table,
    UserId,
    Email,
    PasswordHash,
    ChangedAt,
}

/// A sign-up or password reset between the mail and the code. The code itself is not stored:
/// it is derived from the id and `issue` (docs/adr/0003-codes.md).
#[derive(DeriveIden)]
enum Flows {
    Table,
    Id,
    Purpose,
    Email,
    PasswordHash,
    Issue,
    TriesLeft,
    CodeExpiresAt,
    CreatedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let credentials = Table::create()
            .table(Credentials::Table)
            .col(uuid(Credentials::UserId).primary_key())
            .col(string_len(Credentials::Email, 254))
            .col(string_len(Credentials::PasswordHash, 255))
            .col(big_integer(Credentials::ChangedAt))
            .index(Index::create().name("credentials_email_key").col(Credentials::Email).unique())
            .to_owned();
        let flows = Table::create()
            .table(Flows::Table)
            .col(uuid(Flows::Id).primary_key())
            .col(string_len(Flows::Purpose, 16))
            .col(string_len(Flows::Email, 254))
            .col(string_len_null(Flows::PasswordHash, 255))
            .col(integer(Flows::Issue))
            .col(integer(Flows::TriesLeft))
            .col(big_integer(Flows::CodeExpiresAt))
            .col(big_integer(Flows::CreatedAt))
            .to_owned();
        let by_email = Index::create()
            .name("flows_email_purpose_created_at_idx")
            .table(Flows::Table)
            .col(Flows::Email)
            .col(Flows::Purpose)
            .col(Flows::CreatedAt)
            .to_owned();
        let by_age =
            Index::create().name("flows_created_at_idx").table(Flows::Table).col(Flows::CreatedAt).to_owned();
        manager.create_table(credentials).await?;
        manager.create_table(flows).await?;
        manager.create_index(by_email).await?;
        manager.create_index(by_age).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Flows::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Credentials::Table).to_owned()).await
    }
}
