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

const EXPIRED: &str = "user_tokens_expires_at_idx";
const RETIRED: &str = "user_tokens_retires_at_idx";
const REVOKED: &str = "user_tokens_revoked_at_idx";
const QUIET: &str = "support_requests_updated_at_idx";
const FLOWS_OF: &str = "flows_user_id_idx";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for created in [
            index(EXPIRED, UserTokens::Table, UserTokens::ExpiresAt),
            index(RETIRED, UserTokens::Table, UserTokens::RetiresAt),
            index(REVOKED, UserTokens::Table, UserTokens::RevokedAt),
            index(QUIET, SupportRequests::Table, SupportRequests::UpdatedAt),
            index(FLOWS_OF, Flows::Table, Flows::UserId),
        ] {
            manager.create_index(created).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(FLOWS_OF).table(Flows::Table).to_owned()).await?;
        manager.drop_index(Index::drop().name(QUIET).table(SupportRequests::Table).to_owned()).await?;
        for name in [REVOKED, RETIRED, EXPIRED] {
            manager.drop_index(Index::drop().name(name).table(UserTokens::Table).to_owned()).await?;
        }
        Ok(())
    }
}
