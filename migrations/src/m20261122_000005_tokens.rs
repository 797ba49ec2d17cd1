//! User tokens, how they are used, the services that check them, and when somebody last proved who
//! they are.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, string_len, string_len_null, text, uuid},
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
    /// The last proof of who it is; zero in rows from before this step, so that those must prove it.
    ProvedAt,
}

#[derive(DeriveIden)]
enum SecurityEvents {
    Table,
    /// What it was about: a token's or an organisation's name, or nothing.
    Subject,
}

/// The value is looked up by its hash, and kept encrypted for its owner's eye.
#[derive(DeriveIden)]
enum UserTokens {
    Table,
    Id,
    UserId,
    Name,
    SecretHash,
    Ciphertext,
    /// Which of the installation's keys the ciphertext is under.
    KeyId,
    Scopes,
    Networks,
    CreatedAt,
    ExpiresAt,
    /// When it ends because it was rotated.
    RetiresAt,
    RevokedAt,
    RevokedBy,
    RevokedReason,
}

#[derive(DeriveIden)]
enum TokenUses {
    Table,
    TokenId,
    /// Days since 1970 in UTC.
    Day,
    Uses,
}

#[derive(DeriveIden)]
enum TokenLastUses {
    Table,
    TokenId,
    At,
    Address,
    Client,
}

/// Tokens and service credentials that every instance must look up anew. No foreign key: what it names
/// may be gone.
#[derive(DeriveIden)]
enum KeyChanges {
    Table,
    Id,
    KeyId,
    At,
}

#[derive(DeriveIden)]
enum ServiceCredentials {
    Table,
    Id,
    Name,
    SecretHash,
    CreatedAt,
    RevokedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let proved_at = big_integer(Sessions::ProvedAt).default(0).to_owned();
        let sessions = Table::alter().table(Sessions::Table).add_column(proved_at).to_owned();
        let subject = string_len(SecurityEvents::Subject, 255).default("").to_owned();
        let events = Table::alter().table(SecurityEvents::Table).add_column(subject).to_owned();
        let tokens_by_person = Index::create()
            .name("user_tokens_user_id_created_at_idx")
            .table(UserTokens::Table)
            .col(UserTokens::UserId)
            .col(UserTokens::CreatedAt)
            .to_owned();
        let uses_by_age =
            Index::create().name("token_uses_day_idx").table(TokenUses::Table).col(TokenUses::Day).to_owned();
        let changes_by_age = Index::create()
            .name("key_changes_at_idx")
            .table(KeyChanges::Table)
            .col(KeyChanges::At)
            .to_owned();
        manager.alter_table(sessions).await?;
        manager.alter_table(events).await?;
        manager.create_table(user_tokens()).await?;
        manager.create_index(tokens_by_person).await?;
        manager.create_table(token_uses()).await?;
        manager.create_index(uses_by_age).await?;
        manager.create_table(token_last_uses()).await?;
        manager.create_table(key_changes()).await?;
        manager.create_index(changes_by_age).await?;
        manager.create_table(service_credentials()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(ServiceCredentials::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(KeyChanges::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(TokenLastUses::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(TokenUses::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(UserTokens::Table).to_owned()).await?;
        let events =
            Table::alter().table(SecurityEvents::Table).drop_column(SecurityEvents::Subject).to_owned();
        manager.alter_table(events).await?;
        let sessions = Table::alter().table(Sessions::Table).drop_column(Sessions::ProvedAt).to_owned();
        manager.alter_table(sessions).await
    }
}

fn user_tokens() -> TableCreateStatement {
    Table::create()
        .table(UserTokens::Table)
        .col(uuid(UserTokens::Id).primary_key())
        .col(uuid(UserTokens::UserId))
        .col(string_len(UserTokens::Name, 64))
        .col(string_len(UserTokens::SecretHash, 64))
        .col(string_len(UserTokens::Ciphertext, 255))
        .col(string_len(UserTokens::KeyId, 16))
        .col(string_len(UserTokens::Scopes, 255))
        .col(text(UserTokens::Networks))
        .col(big_integer(UserTokens::CreatedAt))
        .col(big_integer_null(UserTokens::ExpiresAt))
        .col(big_integer_null(UserTokens::RetiresAt))
        .col(big_integer_null(UserTokens::RevokedAt))
        .col(string_len_null(UserTokens::RevokedBy, 16))
        .col(string_len_null(UserTokens::RevokedReason, 255))
        .index(Index::create().name("user_tokens_secret_hash_key").col(UserTokens::SecretHash).unique())
        .foreign_key(
            ForeignKey::create()
                .name("user_tokens_user_id_fkey")
                .from(UserTokens::Table, UserTokens::UserId)
                .to(Users::Table, Users::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .check(Expr::col(UserTokens::Name).ne(""))
        .check(Expr::col(UserTokens::Scopes).ne(""))
        .to_owned()
}

fn token_uses() -> TableCreateStatement {
    Table::create()
        .table(TokenUses::Table)
        .col(uuid(TokenUses::TokenId))
        .col(big_integer(TokenUses::Day))
        .col(big_integer(TokenUses::Uses))
        .primary_key(Index::create().col(TokenUses::TokenId).col(TokenUses::Day))
        .foreign_key(
            ForeignKey::create()
                .name("token_uses_token_id_fkey")
                .from(TokenUses::Table, TokenUses::TokenId)
                .to(UserTokens::Table, UserTokens::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn token_last_uses() -> TableCreateStatement {
    Table::create()
        .table(TokenLastUses::Table)
        .col(uuid(TokenLastUses::TokenId).primary_key())
        .col(big_integer(TokenLastUses::At))
        .col(string_len(TokenLastUses::Address, 64))
        .col(string_len(TokenLastUses::Client, 512))
        .foreign_key(
            ForeignKey::create()
                .name("token_last_uses_token_id_fkey")
                .from(TokenLastUses::Table, TokenLastUses::TokenId)
                .to(UserTokens::Table, UserTokens::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn key_changes() -> TableCreateStatement {
    Table::create()
        .table(KeyChanges::Table)
        .col(uuid(KeyChanges::Id).primary_key())
        .col(uuid(KeyChanges::KeyId))
        .col(big_integer(KeyChanges::At))
        .to_owned()
}

fn service_credentials() -> TableCreateStatement {
    Table::create()
        .table(ServiceCredentials::Table)
        .col(uuid(ServiceCredentials::Id).primary_key())
        .col(string_len(ServiceCredentials::Name, 64))
        .col(string_len(ServiceCredentials::SecretHash, 64))
        .col(big_integer(ServiceCredentials::CreatedAt))
        .col(big_integer_null(ServiceCredentials::RevokedAt))
        .index(
            Index::create()
                .name("service_credentials_secret_hash_key")
                .col(ServiceCredentials::SecretHash)
                .unique(),
        )
        .to_owned()
}
