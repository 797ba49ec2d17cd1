//! Indexes for what housekeeping looks for every few minutes in tables that grow, and for what a deletion removes.

use sea_orm_migration::prelude::*;

use crate::shared::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum UserTokens {
    Table,
    ExpiresAt,
    RetiresAt,
    RevokedAt,
}

#[derive(DeriveIden)]
enum SupportRequests {
    Table,
    UpdatedAt,
}

#[derive(DeriveIden)]
enum Flows {
    Table,
    UserId,
}

#[derive(DeriveIden)]
enum PendingSignIns {
    Table,
    UserId,
}

#[derive(DeriveIden)]
enum PasskeyCeremonies {
    Table,
    UserId,
}

const EXPIRED: &str = "user_tokens_expires_at_idx";
const RETIRED: &str = "user_tokens_retires_at_idx";
const REVOKED: &str = "user_tokens_revoked_at_idx";
const QUIET: &str = "support_requests_updated_at_idx";
const FLOWS_OF: &str = "flows_user_id_idx";
const SIGN_INS_OF: &str = "pending_sign_ins_user_id_idx";
const CEREMONIES_OF: &str = "passkey_ceremonies_user_id_idx";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for created in [
            index(EXPIRED, UserTokens::Table, UserTokens::ExpiresAt),
            index(RETIRED, UserTokens::Table, UserTokens::RetiresAt),
            index(REVOKED, UserTokens::Table, UserTokens::RevokedAt),
            index(QUIET, SupportRequests::Table, SupportRequests::UpdatedAt),
            index(FLOWS_OF, Flows::Table, Flows::UserId),
            index(SIGN_INS_OF, PendingSignIns::Table, PendingSignIns::UserId),
            index(CEREMONIES_OF, PasskeyCeremonies::Table, PasskeyCeremonies::UserId),
        ] {
            manager.create_index(created).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let ceremonies = Index::drop().name(CEREMONIES_OF).table(PasskeyCeremonies::Table).to_owned();
        manager.drop_index(ceremonies).await?;
        manager.drop_index(Index::drop().name(SIGN_INS_OF).table(PendingSignIns::Table).to_owned()).await?;
        manager.drop_index(Index::drop().name(FLOWS_OF).table(Flows::Table).to_owned()).await?;
        manager.drop_index(Index::drop().name(QUIET).table(SupportRequests::Table).to_owned()).await?;
        for name in [REVOKED, RETIRED, EXPIRED] {
            manager.drop_index(Index::drop().name(name).table(UserTokens::Table).to_owned()).await?;
        }
        Ok(())
    }
}
