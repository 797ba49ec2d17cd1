//! The second factor, known devices, passkeys, sign-ins between two steps, changes of address.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, boolean, integer, string_len, string_len_null, text, text_null, uuid,
        uuid_null,
    },
};

use crate::shared::{index, of_user};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Credentials {
    Table,
    UserId,
}

/// What the identity provider gave with the sign-in, sealed; and when it has to be renewed.
#[derive(DeriveIden)]
enum Sessions {
    Table,
    Ciphertext,
    KeyId,
    RenewAt,
}

/// Whose address changes, for the flows that only a signed-in person begins.
#[derive(DeriveIden)]
enum Flows {
    Table,
    UserId,
}

/// Sign-ins between the right password and the second step. No reference to `users`: with a first
/// sign-in through Cognito the person's row is yet to come.
#[derive(DeriveIden)]
enum PendingSignIns {
    Table,
    SecretHash,
    UserId,
    Email,
    Wants,
    Ciphertext,
    KeyId,
    TriesLeft,
    AskedAt,
    ExpiresAt,
}

/// The embedded provider's. The one in use and the one that is being set up may stand side by side.
#[derive(DeriveIden)]
enum Authenticators {
    Table,
    UserId,
    Pending,
    Ciphertext,
    KeyId,
    /// The last time step whose code was used (RFC 6238, 5.2).
    LastStep,
    CreatedAt,
}

/// Codes of authenticator apps that Cognito took, until their time is over: each counts once, also where the
/// provider would take it again.
#[derive(DeriveIden)]
enum UsedCodes {
    Table,
    Hash,
    ExpiresAt,
}

#[derive(DeriveIden)]
enum BackupCodes {
    Table,
    Id,
    UserId,
    Hash,
}

/// Browsers and desktop apps that a person has signed in with.
#[derive(DeriveIden)]
enum Devices {
    Table,
    Id,
    UserId,
    SecretHash,
    Via,
    Address,
    UserAgent,
    CreatedAt,
    LastUsedAt,
    /// Until when it is spared the second step; nought if it isn't.
    TrustedUntil,
}

#[derive(DeriveIden)]
enum Passkeys {
    Table,
    Id,
    UserId,
    CredentialId,
    Credential,
    Name,
    CreatedAt,
    LastUsedAt,
}

/// What an authenticator was asked, until it answers.
#[derive(DeriveIden)]
enum PasskeyCeremonies {
    Table,
    Id,
    UserId,
    State,
    ExpiresAt,
}

#[derive(DeriveIden)]
enum EmailChanges {
    Table,
    Id,
    UserId,
    OldEmail,
    NewEmail,
    At,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One column a statement: SQLite can't add more.
        for column in [
            text_null(Sessions::Ciphertext),
            string_len_null(Sessions::KeyId, 16),
            big_integer_null(Sessions::RenewAt),
        ] {
            manager.alter_table(Table::alter().table(Sessions::Table).add_column(column).to_owned()).await?;
        }
        let flows = Table::alter().table(Flows::Table).add_column(uuid_null(Flows::UserId)).to_owned();
        manager.alter_table(flows).await?;
        for table in [
            pending_sign_ins(),
            authenticators(),
            used_codes(),
            backup_codes(),
            devices(),
            passkeys(),
            passkey_ceremonies(),
            email_changes(),
        ] {
            manager.create_table(table).await?;
        }
        for index in [
            index("pending_sign_ins_expires_at_idx", PendingSignIns::Table, PendingSignIns::ExpiresAt),
            index("used_codes_expires_at_idx", UsedCodes::Table, UsedCodes::ExpiresAt),
            index("backup_codes_user_id_idx", BackupCodes::Table, BackupCodes::UserId),
            index("devices_last_used_at_idx", Devices::Table, Devices::LastUsedAt),
            index("passkeys_user_id_idx", Passkeys::Table, Passkeys::UserId),
            index(
                "passkey_ceremonies_expires_at_idx",
                PasskeyCeremonies::Table,
                PasskeyCeremonies::ExpiresAt,
            ),
            index("email_changes_user_id_idx", EmailChanges::Table, EmailChanges::UserId),
            index("email_changes_at_idx", EmailChanges::Table, EmailChanges::At),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            Table::drop().table(EmailChanges::Table).to_owned(),
            Table::drop().table(PasskeyCeremonies::Table).to_owned(),
            Table::drop().table(Passkeys::Table).to_owned(),
            Table::drop().table(Devices::Table).to_owned(),
            Table::drop().table(BackupCodes::Table).to_owned(),
            Table::drop().table(UsedCodes::Table).to_owned(),
            Table::drop().table(Authenticators::Table).to_owned(),
            Table::drop().table(PendingSignIns::Table).to_owned(),
        ] {
            manager.drop_table(table).await?;
        }
        let flows = Table::alter().table(Flows::Table).drop_column(Flows::UserId).to_owned();
        manager.alter_table(flows).await?;
        for column in [Sessions::Ciphertext, Sessions::KeyId, Sessions::RenewAt] {
            manager.alter_table(Table::alter().table(Sessions::Table).drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

fn pending_sign_ins() -> TableCreateStatement {
    Table::create()
        .table(PendingSignIns::Table)
        .col(string_len(PendingSignIns::SecretHash, 64).primary_key())
        .col(uuid(PendingSignIns::UserId))
        .col(string_len(PendingSignIns::Email, 254))
        .col(string_len(PendingSignIns::Wants, 16))
        .col(text_null(PendingSignIns::Ciphertext))
        .col(string_len_null(PendingSignIns::KeyId, 16))
        .col(integer(PendingSignIns::TriesLeft))
        .col(big_integer(PendingSignIns::AskedAt))
        .col(big_integer(PendingSignIns::ExpiresAt))
        .to_owned()
}

fn authenticators() -> TableCreateStatement {
    Table::create()
        .table(Authenticators::Table)
        .col(uuid(Authenticators::UserId))
        .col(boolean(Authenticators::Pending))
        .col(string_len(Authenticators::Ciphertext, 255))
        .col(string_len(Authenticators::KeyId, 16))
        .col(big_integer(Authenticators::LastStep).default(0))
        .col(big_integer(Authenticators::CreatedAt))
        .primary_key(Index::create().col(Authenticators::UserId).col(Authenticators::Pending))
        .foreign_key(
            ForeignKey::create()
                .name("authenticators_user_id_fkey")
                .from(Authenticators::Table, Authenticators::UserId)
                .to(Credentials::Table, Credentials::UserId)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn used_codes() -> TableCreateStatement {
    Table::create()
        .table(UsedCodes::Table)
        .col(string_len(UsedCodes::Hash, 64).primary_key())
        .col(big_integer(UsedCodes::ExpiresAt))
        .to_owned()
}

fn backup_codes() -> TableCreateStatement {
    Table::create()
        .table(BackupCodes::Table)
        .col(uuid(BackupCodes::Id).primary_key())
        .col(uuid(BackupCodes::UserId))
        .col(string_len(BackupCodes::Hash, 255))
        .foreign_key(&mut of_user("backup_codes_user_id_fkey", BackupCodes::Table, BackupCodes::UserId))
        .to_owned()
}

fn devices() -> TableCreateStatement {
    Table::create()
        .table(Devices::Table)
        .col(uuid(Devices::Id).primary_key())
        .col(uuid(Devices::UserId))
        .col(string_len(Devices::SecretHash, 64))
        .col(string_len(Devices::Via, 16))
        .col(string_len(Devices::Address, 64))
        .col(string_len(Devices::UserAgent, 512))
        .col(big_integer(Devices::CreatedAt))
        .col(big_integer(Devices::LastUsedAt))
        .col(big_integer(Devices::TrustedUntil).default(0))
        .index(
            Index::create()
                .name("devices_user_id_secret_hash_key")
                .col(Devices::UserId)
                .col(Devices::SecretHash)
                .unique(),
        )
        .foreign_key(&mut of_user("devices_user_id_fkey", Devices::Table, Devices::UserId))
        .to_owned()
}

fn passkeys() -> TableCreateStatement {
    Table::create()
        .table(Passkeys::Table)
        .col(uuid(Passkeys::Id).primary_key())
        .col(uuid(Passkeys::UserId))
        .col(string_len(Passkeys::CredentialId, 1400))
        .col(text(Passkeys::Credential))
        .col(string_len(Passkeys::Name, 64))
        .col(big_integer(Passkeys::CreatedAt))
        .col(big_integer_null(Passkeys::LastUsedAt))
        .index(Index::create().name("passkeys_credential_id_key").col(Passkeys::CredentialId).unique())
        .foreign_key(&mut of_user("passkeys_user_id_fkey", Passkeys::Table, Passkeys::UserId))
        .check(Expr::col(Passkeys::Name).ne(""))
        .to_owned()
}

fn passkey_ceremonies() -> TableCreateStatement {
    Table::create()
        .table(PasskeyCeremonies::Table)
        .col(uuid(PasskeyCeremonies::Id).primary_key())
        .col(uuid_null(PasskeyCeremonies::UserId))
        .col(text(PasskeyCeremonies::State))
        .col(big_integer(PasskeyCeremonies::ExpiresAt))
        .to_owned()
}

fn email_changes() -> TableCreateStatement {
    Table::create()
        .table(EmailChanges::Table)
        .col(uuid(EmailChanges::Id).primary_key())
        .col(uuid(EmailChanges::UserId))
        .col(string_len(EmailChanges::OldEmail, 254))
        .col(string_len(EmailChanges::NewEmail, 254))
        .col(big_integer(EmailChanges::At))
        .foreign_key(&mut of_user("email_changes_user_id_fkey", EmailChanges::Table, EmailChanges::UserId))
        .to_owned()
}
