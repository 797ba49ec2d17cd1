//! Taking one's data and leaving for good: exports, deletions under way, and what they need elsewhere.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, integer, small_integer, string_len, string_len_null, uuid, uuid_null,
    },
};

use crate::shared::{add, drop, index, of_user};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Users {
    Table,
    /// Since when the account is deleted: its row stays until the last of what hangs on it is removed.
    DeletedAt,
    /// What its address was, as a keyed hash, while the identity provider still knows the account.
    AddressHash,
}

#[derive(DeriveIden)]
enum Clients {
    Table,
    /// Whether something is paid for, as the platform last said.
    Subscription,
    /// When that was so.
    SubscriptionAt,
}

#[derive(DeriveIden)]
enum Events {
    Table,
    /// Who alone is told of it.
    UserId,
    ActorId,
}

#[derive(DeriveIden)]
enum Exports {
    Table,
    Id,
    UserId,
    State,
    /// How much of it is written, in percent.
    Progress,
    /// The language of who asked.
    Locale,
    RequestedAt,
    /// In the object store.
    ObjectId,
    /// In bytes.
    Size,
    ExpiresAt,
}

/// That an account was deleted. Tells nobody whose: see `docs/privacy.md`.
#[derive(DeriveIden)]
enum Deletions {
    Table,
    /// A keyed hash of the person's id.
    Pseudonym,
    /// By whom.
    RequestedBy,
    At,
    /// How many organisations were deleted with it.
    Organisations,
    /// When the last of it was removed.
    FinishedAt,
}

const ADDRESS_HASH: &str = "users_address_hash_idx";
const EVENTS_OF: &str = "events_user_id_idx";
const EVENTS_BY: &str = "events_actor_id_idx";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add(manager, Users::Table, &mut big_integer_null(Users::DeletedAt)).await?;
        add(manager, Users::Table, &mut string_len_null(Users::AddressHash, 64)).await?;
        add(manager, Clients::Table, string_len(Clients::Subscription, 16).default("none")).await?;
        add(manager, Clients::Table, big_integer(Clients::SubscriptionAt).default(0)).await?;
        // SQLite adds a foreign key with its column or not at all.
        let mut told = uuid_null(Events::UserId);
        add(manager, Events::Table, told.extra("REFERENCES \"users\" (\"id\") ON DELETE CASCADE")).await?;
        manager.create_table(exports()).await?;
        manager.create_table(deletions()).await?;
        for created in [
            index(ADDRESS_HASH, Users::Table, Users::AddressHash),
            index(EVENTS_OF, Events::Table, Events::UserId),
            index(EVENTS_BY, Events::Table, Events::ActorId),
            index("exports_expires_at_idx", Exports::Table, Exports::ExpiresAt),
            index("exports_object_id_idx", Exports::Table, Exports::ObjectId),
            index("deletions_finished_at_idx", Deletions::Table, Deletions::FinishedAt),
            index("deletions_at_idx", Deletions::Table, Deletions::At),
        ] {
            manager.create_index(created).await?;
        }
        let by_person = Index::create()
            .name("exports_user_id_requested_at_idx")
            .table(Exports::Table)
            .col(Exports::UserId)
            .col(Exports::RequestedAt)
            .to_owned();
        manager.create_index(by_person).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Deletions::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Exports::Table).to_owned()).await?;
        manager.drop_index(Index::drop().name(EVENTS_BY).table(Events::Table).to_owned()).await?;
        manager.drop_index(Index::drop().name(EVENTS_OF).table(Events::Table).to_owned()).await?;
        manager.drop_index(Index::drop().name(ADDRESS_HASH).table(Users::Table).to_owned()).await?;
        drop(manager, Events::Table, Events::UserId).await?;
        drop(manager, Clients::Table, Clients::SubscriptionAt).await?;
        drop(manager, Clients::Table, Clients::Subscription).await?;
        drop(manager, Users::Table, Users::AddressHash).await?;
        drop(manager, Users::Table, Users::DeletedAt).await
    }
}

fn exports() -> TableCreateStatement {
    Table::create()
        .table(Exports::Table)
        .col(uuid(Exports::Id).primary_key())
        .col(uuid(Exports::UserId))
        .col(string_len(Exports::State, 16))
        .col(small_integer(Exports::Progress))
        .col(string_len(Exports::Locale, 16))
        .col(big_integer(Exports::RequestedAt))
        .col(uuid_null(Exports::ObjectId))
        .col(big_integer_null(Exports::Size))
        .col(big_integer_null(Exports::ExpiresAt))
        .foreign_key(&mut of_user("exports_user_id_fkey", Exports::Table, Exports::UserId))
        .check(Expr::col(Exports::State).is_in(["waiting", "building", "ready", "failed", "deleted"]))
        .to_owned()
}

fn deletions() -> TableCreateStatement {
    Table::create()
        .table(Deletions::Table)
        .col(string_len(Deletions::Pseudonym, 64).primary_key())
        .col(string_len(Deletions::RequestedBy, 16))
        .col(big_integer(Deletions::At))
        .col(integer(Deletions::Organisations))
        .col(big_integer_null(Deletions::FinishedAt))
        .check(Expr::col(Deletions::RequestedBy).is_in(["person", "administrator"]))
        .to_owned()
}
