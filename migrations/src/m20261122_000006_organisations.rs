//! Organisations ("clients" in the Core API), who belongs to them, who is invited, and which request
//! made what.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, string_len, uuid},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Users {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum Clients {
    Table,
    Id,
    Name,
    Version,
    CreatedAt,
    UpdatedAt,
}

#[derive(DeriveIden)]
enum Memberships {
    Table,
    ClientId,
    UserId,
    Role,
    JoinedAt,
}

/// Only those that wait for an answer: an answered one is gone, and so can't be answered twice.
#[derive(DeriveIden)]
enum Invites {
    Table,
    Id,
    ClientId,
    Email,
    Role,
    InvitedBy,
    CreatedAt,
    ExpiresAt,
}

/// What a request with an Idempotency-Key made, so that its repetition finds it.
#[derive(DeriveIden)]
enum IdempotencyKeys {
    Table,
    /// A hash of the person, the operation and the key.
    Key,
    UserId,
    /// A hash of the request.
    Request,
    ResourceId,
    CreatedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let members_by_person = Index::create()
            .name("memberships_user_id_joined_at_idx")
            .table(Memberships::Table)
            .col(Memberships::UserId)
            .col(Memberships::JoinedAt)
            .col(Memberships::ClientId)
            .to_owned();
        let members_by_client = Index::create()
            .name("memberships_client_id_joined_at_idx")
            .table(Memberships::Table)
            .col(Memberships::ClientId)
            .col(Memberships::JoinedAt)
            .col(Memberships::UserId)
            .to_owned();
        let invites_by_email = Index::create()
            .name("invites_email_created_at_idx")
            .table(Invites::Table)
            .col(Invites::Email)
            .col(Invites::CreatedAt)
            .to_owned();
        let invites_by_end = Index::create()
            .name("invites_expires_at_idx")
            .table(Invites::Table)
            .col(Invites::ExpiresAt)
            .to_owned();
        let invites_by_sender = Index::create()
            .name("invites_invited_by_idx")
            .table(Invites::Table)
            .col(Invites::InvitedBy)
            .to_owned();
        let keys_by_person = Index::create()
            .name("idempotency_keys_user_id_idx")
            .table(IdempotencyKeys::Table)
            .col(IdempotencyKeys::UserId)
            .to_owned();
        let keys_by_age = Index::create()
            .name("idempotency_keys_created_at_idx")
            .table(IdempotencyKeys::Table)
            .col(IdempotencyKeys::CreatedAt)
            .to_owned();
        manager.create_table(clients()).await?;
        manager.create_table(memberships()).await?;
        manager.create_index(members_by_person).await?;
        manager.create_index(members_by_client).await?;
        manager.create_table(invites()).await?;
        manager.create_index(invites_by_email).await?;
        manager.create_index(invites_by_end).await?;
        manager.create_index(invites_by_sender).await?;
        manager.create_table(idempotency_keys()).await?;
        manager.create_index(keys_by_person).await?;
        manager.create_index(keys_by_age).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(IdempotencyKeys::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Invites::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Memberships::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Clients::Table).to_owned()).await
    }
}

fn clients() -> TableCreateStatement {
    Table::create()
        .table(Clients::Table)
        .col(uuid(Clients::Id).primary_key())
        .col(string_len(Clients::Name, 64))
        .col(big_integer(Clients::Version).default(1))
        .col(big_integer(Clients::CreatedAt))
        .col(big_integer(Clients::UpdatedAt))
        .check(Expr::col(Clients::Name).ne(""))
        .to_owned()
}

fn memberships() -> TableCreateStatement {
    Table::create()
        .table(Memberships::Table)
        .col(uuid(Memberships::ClientId))
        .col(uuid(Memberships::UserId))
        .col(string_len(Memberships::Role, 16))
        .col(big_integer(Memberships::JoinedAt))
        .primary_key(Index::create().col(Memberships::ClientId).col(Memberships::UserId))
        .foreign_key(
            ForeignKey::create()
                .name("memberships_client_id_fkey")
                .from(Memberships::Table, Memberships::ClientId)
                .to(Clients::Table, Clients::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .name("memberships_user_id_fkey")
                .from(Memberships::Table, Memberships::UserId)
                .to(Users::Table, Users::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .check(Expr::col(Memberships::Role).is_in(["user", "admin", "owner"]))
        .to_owned()
}

fn invites() -> TableCreateStatement {
    Table::create()
        .table(Invites::Table)
        .col(uuid(Invites::Id).primary_key())
        .col(uuid(Invites::ClientId))
        .col(string_len(Invites::Email, 254))
        .col(string_len(Invites::Role, 16))
        .col(uuid(Invites::InvitedBy))
        .col(big_integer(Invites::CreatedAt))
        .col(big_integer(Invites::ExpiresAt))
        .index(
            Index::create()
                .name("invites_client_id_email_key")
                .col(Invites::ClientId)
                .col(Invites::Email)
                .unique(),
        )
        .foreign_key(
            ForeignKey::create()
                .name("invites_client_id_fkey")
                .from(Invites::Table, Invites::ClientId)
                .to(Clients::Table, Clients::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .name("invites_invited_by_fkey")
                .from(Invites::Table, Invites::InvitedBy)
                .to(Users::Table, Users::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .check(Expr::col(Invites::Role).is_in(["user", "admin", "owner"]))
        .to_owned()
}

fn idempotency_keys() -> TableCreateStatement {
    Table::create()
        .table(IdempotencyKeys::Table)
        .col(string_len(IdempotencyKeys::Key, 64).primary_key())
        .col(uuid(IdempotencyKeys::UserId))
        .col(string_len(IdempotencyKeys::Request, 64))
        .col(uuid(IdempotencyKeys::ResourceId))
        .col(big_integer(IdempotencyKeys::CreatedAt))
        .foreign_key(
            ForeignKey::create()
                .name("idempotency_keys_user_id_fkey")
                .from(IdempotencyKeys::Table, IdempotencyKeys::UserId)
                .to(Users::Table, Users::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}
