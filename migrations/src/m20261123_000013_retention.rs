//! Indexes for what housekeeping looks for every few minutes in tables that grow.

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

const EXPIRED: &str = "user_tokens_expires_at_idx";
const RETIRED: &str = "user_tokens_retires_at_idx";
const REVOKED: &str = "user_tokens_revoked_at_idx";
const QUIET: &str = "support_requests_updated_at_idx";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for created in [
            index(EXPIRED, UserTokens::Table, UserTokens::ExpiresAt),
            index(RETIRED, UserTokens::Table, UserTokens::RetiresAt),
            index(REVOKED, UserTokens::Table, UserTokens::RevokedAt),
            index(QUIET, SupportRequests::Table, SupportRequests::UpdatedAt),
        ] {
            manager.create_index(created).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(QUIET).table(SupportRequests::Table).to_owned()).await?;
        for name in [REVOKED, RETIRED, EXPIRED] {
            manager.drop_index(Index::drop().name(name).table(UserTokens::Table).to_owned()).await?;
        }
        Ok(())
    }
}
