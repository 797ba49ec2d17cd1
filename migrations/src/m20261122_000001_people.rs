//! People, what they tell of themselves, and what happened to their accounts.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, string, string_len, uuid},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Users {
    Table,
    Id,
    Email,
    CreatedAt,
    /// Sessions that began until then are over, whether or not their rows are gone.
    SessionsEndedAt,
}

#[derive(DeriveIden)]
enum Profiles {
    Table,
    UserId,
    FirstName,
    LastName,
    Phone,
    Bio,
    Version,
    UpdatedAt,
}

#[derive(DeriveIden)]
enum SecurityEvents {
    Table,
    Id,
    UserId,
    Kind,
    Address,
    UserAgent,
    At,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let users = Table::create()
            .table(Users::Table)
            .col(uuid(Users::Id).primary_key())
            .col(string_len(Users::Email, 254))
            .col(big_integer(Users::CreatedAt))
            .col(big_integer(Users::SessionsEndedAt).default(0))
            .index(Index::create().name("users_email_key").col(Users::Email).unique())
            .to_owned();
        let profiles = Table::create()
            .table(Profiles::Table)
            .col(uuid(Profiles::UserId).primary_key())
            .col(string(Profiles::FirstName).default(""))
            .col(string(Profiles::LastName).default(""))
            .col(string(Profiles::Phone).default(""))
            .col(string(Profiles::Bio).default(""))
            .col(big_integer(Profiles::Version).default(1))
            .col(big_integer(Profiles::UpdatedAt))
            .foreign_key(
                ForeignKey::create()
                    .name("profiles_user_id_fkey")
                    .from(Profiles::Table, Profiles::UserId)
                    .to(Users::Table, Users::Id)
                    .on_delete(ForeignKeyAction::Cascade),
            )
            // The last guard: a bug above must not store what `domain::profile` refuses.
            .check(at_most(Profiles::FirstName, 64))
            .check(at_most(Profiles::LastName, 64))
            .check(at_most(Profiles::Phone, 16))
            .check(at_most(Profiles::Bio, 500))
            .to_owned();
        let events = Table::create()
            .table(SecurityEvents::Table)
            .col(uuid(SecurityEvents::Id).primary_key())
            .col(uuid(SecurityEvents::UserId))
            .col(string_len(SecurityEvents::Kind, 64))
            .col(string_len(SecurityEvents::Address, 64))
            .col(string_len(SecurityEvents::UserAgent, 512))
            .col(big_integer(SecurityEvents::At))
            .foreign_key(
                ForeignKey::create()
                    .name("security_events_user_id_fkey")
                    .from(SecurityEvents::Table, SecurityEvents::UserId)
                    .to(Users::Table, Users::Id)
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        let by_person = Index::create()
            .name("security_events_user_id_at_idx")
            .table(SecurityEvents::Table)
            .col(SecurityEvents::UserId)
            .col(SecurityEvents::At)
            .to_owned();
        manager.create_table(users).await?;
        manager.create_table(profiles).await?;
        manager.create_table(events).await?;
        manager.create_index(by_person).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(SecurityEvents::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Profiles::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Users::Table).to_owned()).await
    }
}

/// `length(column) <= limit`, in characters on both databases.
fn at_most(column: Profiles, limit: i32) -> SimpleExpr {
    Expr::expr(Func::cust("length").arg(Expr::col(column))).lte(limit)
}
