//! Sign-ins that last, and the counters that slow guessing down.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, integer, string_len, uuid},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Users {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum Sessions {
    Table,
    Id,
    SecretHash,
    UserId,
    Via,
    Address,
    UserAgent,
    CreatedAt,
    LastSeenAt,
    ExpiresAt,
}

#[derive(DeriveIden)]
enum Throttles {
    Table,
    Key,
    Failures,
    BlockedUntil,
    UpdatedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sessions = Table::create()
            .table(Sessions::Table)
            .col(uuid(Sessions::Id).primary_key())
            .col(string_len(Sessions::SecretHash, 64))
            .col(uuid(Sessions::UserId))
            .col(string_len(Sessions::Via, 16))
            .col(string_len(Sessions::Address, 64))
            .col(string_len(Sessions::UserAgent, 512))
            .col(big_integer(Sessions::CreatedAt))
            .col(big_integer(Sessions::LastSeenAt))
            .col(big_integer(Sessions::ExpiresAt))
            .index(Index::create().name("sessions_secret_hash_key").col(Sessions::SecretHash).unique())
            .foreign_key(
                ForeignKey::create()
                    .name("sessions_user_id_fkey")
                    .from(Sessions::Table, Sessions::UserId)
                    .to(Users::Table, Users::Id)
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        let by_person = Index::create()
            .name("sessions_user_id_idx")
            .table(Sessions::Table)
            .col(Sessions::UserId)
            .to_owned();
        let throttles = Table::create()
            .table(Throttles::Table)
            .col(string_len(Throttles::Key, 64).primary_key())
            .col(integer(Throttles::Failures))
            .col(big_integer(Throttles::BlockedUntil))
            .col(big_integer(Throttles::UpdatedAt))
            .to_owned();
        let by_age = Index::create()
            .name("throttles_updated_at_idx")
            .table(Throttles::Table)
            .col(Throttles::UpdatedAt)
            .to_owned();
        manager.create_table(sessions).await?;
        manager.create_index(by_person).await?;
        manager.create_table(throttles).await?;
        manager.create_index(by_age).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Throttles::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Sessions::Table).to_owned()).await
    }
}
