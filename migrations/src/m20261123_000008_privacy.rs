//! What people show to fellow members, their pictures, and in which organisation an entry of the activity log
//! happened.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean, string_len_null, uuid_null},
};

use crate::shared::{add, drop};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Profiles {
    Table,
    ShowsFullName,
    ShowsEmail,
    ShowsPicture,
    ShowsBio,
    ShowsRecentActions,
    ShowsResourceCreation,
    ShowsApiUsage,
    /// The name that the picture is served under: nobody guesses it, and hiding the picture changes it.
    PictureName,
    /// The picture itself, in the object store.
    PictureId,
}

#[derive(DeriveIden)]
enum SecurityEvents {
    Table,
    UserId,
    /// No reference: the log outlives the organisation.
    ClientId,
    At,
}

const SWITCHES: [(Profiles, bool); 7] = [
    (Profiles::ShowsFullName, true),
    (Profiles::ShowsEmail, false),
    (Profiles::ShowsPicture, false),
    (Profiles::ShowsBio, false),
    (Profiles::ShowsRecentActions, false),
    (Profiles::ShowsResourceCreation, false),
    (Profiles::ShowsApiUsage, false),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One column a statement: SQLite can't add more.
        for (switch, at_first) in SWITCHES {
            add(manager, Profiles::Table, boolean(switch).default(at_first)).await?;
        }
        add(manager, Profiles::Table, &mut string_len_null(Profiles::PictureName, 32)).await?;
        add(manager, Profiles::Table, &mut uuid_null(Profiles::PictureId)).await?;
        add(manager, SecurityEvents::Table, &mut uuid_null(SecurityEvents::ClientId)).await?;
        let by_picture = Index::create()
            .name("profiles_picture_name_key")
            .table(Profiles::Table)
            .col(Profiles::PictureName)
            .unique()
            .to_owned();
        manager.create_index(by_picture).await?;
        // Housekeeping asks which objects are somebody's picture.
        let by_object = Index::create()
            .name("profiles_picture_id_idx")
            .table(Profiles::Table)
            .col(Profiles::PictureId)
            .to_owned();
        manager.create_index(by_object).await?;
        let by_organisation = Index::create()
            .name("security_events_user_id_client_id_at_idx")
            .table(SecurityEvents::Table)
            .col(SecurityEvents::UserId)
            .col(SecurityEvents::ClientId)
            .col(SecurityEvents::At)
            .to_owned();
        manager.create_index(by_organisation).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for index in [
            "security_events_user_id_client_id_at_idx",
            "profiles_picture_id_idx",
            "profiles_picture_name_key",
        ] {
            manager.drop_index(Index::drop().name(index).to_owned()).await?;
        }
        drop(manager, SecurityEvents::Table, SecurityEvents::ClientId).await?;
        drop(manager, Profiles::Table, Profiles::PictureId).await?;
        drop(manager, Profiles::Table, Profiles::PictureName).await?;
        for (switch, _) in SWITCHES {
            drop(manager, Profiles::Table, switch).await?;
        }
        Ok(())
    }
}
