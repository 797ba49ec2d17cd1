//! Requests to support, and what was answered.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, string_len, text, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Users {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum SupportRequests {
    Table,
    Id,
    /// What people call it by.
    Reference,
    /// Nobody any more once the account is gone: what was wrong is kept, not whose it was.
    UserId,
    Category,
    Title,
    Description,
    /// In the object store.
    ScreenshotId,
    State,
    CreatedAt,
    UpdatedAt,
}

#[derive(DeriveIden)]
enum SupportReplies {
    Table,
    Id,
    RequestId,
    Text,
    At,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(requests()).await?;
        manager.create_table(replies()).await?;
        let by_person = Index::create()
            .name("support_requests_user_id_created_at_idx")
            .table(SupportRequests::Table)
            .col(SupportRequests::UserId)
            .col(SupportRequests::CreatedAt)
            .to_owned();
        let by_state = Index::create()
            .name("support_requests_state_created_at_idx")
            .table(SupportRequests::Table)
            .col(SupportRequests::State)
            .col(SupportRequests::CreatedAt)
            .to_owned();
        // Housekeeping asks which objects are somebody's screenshot.
        let by_screenshot = Index::create()
            .name("support_requests_screenshot_id_idx")
            .table(SupportRequests::Table)
            .col(SupportRequests::ScreenshotId)
            .to_owned();
        let replies_by_request = Index::create()
            .name("support_replies_request_id_at_idx")
            .table(SupportReplies::Table)
            .col(SupportReplies::RequestId)
            .col(SupportReplies::At)
            .to_owned();
        for index in [by_person, by_state, by_screenshot, replies_by_request] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(SupportReplies::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(SupportRequests::Table).to_owned()).await
    }
}

fn requests() -> TableCreateStatement {
    Table::create()
        .table(SupportRequests::Table)
        .col(uuid(SupportRequests::Id).primary_key())
        .col(string_len(SupportRequests::Reference, 16))
        .col(uuid_null(SupportRequests::UserId))
        .col(string_len(SupportRequests::Category, 40))
        .col(string_len(SupportRequests::Title, 120))
        .col(text(SupportRequests::Description))
        .col(uuid_null(SupportRequests::ScreenshotId))
        .col(string_len(SupportRequests::State, 16))
        .col(big_integer(SupportRequests::CreatedAt))
        .col(big_integer(SupportRequests::UpdatedAt))
        .index(
            Index::create().name("support_requests_reference_key").col(SupportRequests::Reference).unique(),
        )
        .foreign_key(
            ForeignKey::create()
                .name("support_requests_user_id_fkey")
                .from(SupportRequests::Table, SupportRequests::UserId)
                .to(Users::Table, Users::Id)
                .on_delete(ForeignKeyAction::SetNull),
        )
        .check(Expr::col(SupportRequests::State).is_in(["open", "answered", "closed"]))
        .to_owned()
}

fn replies() -> TableCreateStatement {
    Table::create()
        .table(SupportReplies::Table)
        .col(uuid(SupportReplies::Id).primary_key())
        .col(uuid(SupportReplies::RequestId))
        .col(text(SupportReplies::Text))
        .col(big_integer(SupportReplies::At))
        .foreign_key(
            ForeignKey::create()
                .name("support_replies_request_id_fkey")
                .from(SupportReplies::Table, SupportReplies::RequestId)
                .to(SupportRequests::Table, SupportRequests::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}
