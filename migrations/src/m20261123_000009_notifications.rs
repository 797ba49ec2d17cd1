//! What people are told of, what they want to be told of, and mail that waits for its time.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, boolean, integer, small_integer_null, string_len, text, uuid, uuid_null},
};

use crate::shared::{index, of_user};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// What happened, once for all who are told of it.
#[derive(DeriveIden)]
enum Events {
    Table,
    Id,
    Kind,
    /// What exactly, for events about an account's safety.
    Detail,
    /// No reference: that an organisation is gone is told too.
    ClientId,
    /// Who did it. No reference: the name is looked up when it is shown.
    ActorId,
    Subject,
    Title,
    Message,
    /// How often it happened, when a burst became one.
    Count,
    At,
}

/// Who is told of an event in the app.
#[derive(DeriveIden)]
enum Notifications {
    Table,
    UserId,
    /// Its place among the person's. Given under the lock of `notification_heads`, so that a lower one never
    /// appears after a higher one.
    Number,
    EventId,
    Unread,
    At,
}

/// The number of each person's latest notification.
#[derive(DeriveIden)]
enum NotificationHeads {
    Table,
    UserId,
    Number,
}

/// The rows of the matrix that a person changed.
#[derive(DeriveIden)]
enum NotificationPreferences {
    Table,
    UserId,
    Category,
    Email,
    InApp,
}

/// When a person's mail may come, if they chose.
#[derive(DeriveIden)]
enum MailSchedules {
    Table,
    UserId,
    Zone,
    QuietFrom,
    QuietUntil,
    Digest,
}

/// Mail that waits for the end of quiet hours, or for the daily mail.
#[derive(DeriveIden)]
enum HeldMails {
    Table,
    UserId,
    EventId,
    DueAt,
}

/// The burst that an event like this one would still belong to.
#[derive(DeriveIden)]
enum EventBursts {
    Table,
    /// A hash of kind, audience and resource.
    Key,
    EventId,
    Until,
}

/// What the platform reported, so that a repeated report is one.
#[derive(DeriveIden)]
enum EventReports {
    Table,
    /// A hash of the service and its idempotency key.
    Key,
    /// A hash of the report.
    Request,
    EventId,
    /// How often it had happened with this report: a repetition gets the same answer.
    Count,
    At,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            events(),
            notifications(),
            notification_heads(),
            notification_preferences(),
            mail_schedules(),
            held_mails(),
            event_bursts(),
            event_reports(),
        ] {
            manager.create_table(table).await?;
        }
        let unread = Index::create()
            .name("notifications_user_id_unread_idx")
            .table(Notifications::Table)
            .col(Notifications::UserId)
            .col(Notifications::Unread)
            .col(Notifications::Number)
            .to_owned();
        manager.create_index(unread).await?;
        for index in [
            index("notifications_at_idx", Notifications::Table, Notifications::At),
            index("events_at_idx", Events::Table, Events::At),
            // For what goes with an event.
            index("held_mails_event_id_idx", HeldMails::Table, HeldMails::EventId),
            index("event_bursts_event_id_idx", EventBursts::Table, EventBursts::EventId),
            index("event_bursts_until_idx", EventBursts::Table, EventBursts::Until),
            index("event_reports_at_idx", EventReports::Table, EventReports::At),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            Table::drop().table(EventReports::Table).to_owned(),
            Table::drop().table(EventBursts::Table).to_owned(),
            Table::drop().table(HeldMails::Table).to_owned(),
            Table::drop().table(MailSchedules::Table).to_owned(),
            Table::drop().table(NotificationPreferences::Table).to_owned(),
            Table::drop().table(NotificationHeads::Table).to_owned(),
            Table::drop().table(Notifications::Table).to_owned(),
            Table::drop().table(Events::Table).to_owned(),
        ] {
            manager.drop_table(table).await?;
        }
        Ok(())
    }
}

fn events() -> TableCreateStatement {
    Table::create()
        .table(Events::Table)
        .col(uuid(Events::Id).primary_key())
        .col(string_len(Events::Kind, 32))
        .col(string_len(Events::Detail, 64).default(""))
        .col(uuid_null(Events::ClientId))
        .col(uuid_null(Events::ActorId))
        .col(string_len(Events::Subject, 255).default(""))
        .col(string_len(Events::Title, 255).default(""))
        .col(text(Events::Message).default(""))
        .col(integer(Events::Count).default(1))
        .col(big_integer(Events::At))
        .to_owned()
}

fn notifications() -> TableCreateStatement {
    Table::create()
        .table(Notifications::Table)
        .col(uuid(Notifications::UserId))
        .col(big_integer(Notifications::Number))
        .col(uuid(Notifications::EventId))
        .col(boolean(Notifications::Unread).default(true))
        .col(big_integer(Notifications::At))
        .primary_key(Index::create().col(Notifications::UserId).col(Notifications::Number))
        .index(
            Index::create()
                .name("notifications_event_id_user_id_key")
                .col(Notifications::EventId)
                .col(Notifications::UserId)
                .unique(),
        )
        .foreign_key(&mut of_user("notifications_user_id_fkey", Notifications::Table, Notifications::UserId))
        .foreign_key(&mut of_event(
            "notifications_event_id_fkey",
            Notifications::Table,
            Notifications::EventId,
        ))
        .to_owned()
}

fn notification_heads() -> TableCreateStatement {
    Table::create()
        .table(NotificationHeads::Table)
        .col(uuid(NotificationHeads::UserId).primary_key())
        .col(big_integer(NotificationHeads::Number))
        .foreign_key(&mut of_user(
            "notification_heads_user_id_fkey",
            NotificationHeads::Table,
            NotificationHeads::UserId,
        ))
        .to_owned()
}

fn notification_preferences() -> TableCreateStatement {
    Table::create()
        .table(NotificationPreferences::Table)
        .col(uuid(NotificationPreferences::UserId))
        .col(string_len(NotificationPreferences::Category, 32))
        .col(boolean(NotificationPreferences::Email))
        .col(boolean(NotificationPreferences::InApp))
        .primary_key(
            Index::create().col(NotificationPreferences::UserId).col(NotificationPreferences::Category),
        )
        .foreign_key(&mut of_user(
            "notification_preferences_user_id_fkey",
            NotificationPreferences::Table,
            NotificationPreferences::UserId,
        ))
        .to_owned()
}

fn mail_schedules() -> TableCreateStatement {
    Table::create()
        .table(MailSchedules::Table)
        .col(uuid(MailSchedules::UserId).primary_key())
        .col(string_len(MailSchedules::Zone, 64))
        .col(small_integer_null(MailSchedules::QuietFrom))
        .col(small_integer_null(MailSchedules::QuietUntil))
        .col(small_integer_null(MailSchedules::Digest))
        .foreign_key(&mut of_user("mail_schedules_user_id_fkey", MailSchedules::Table, MailSchedules::UserId))
        .to_owned()
}

fn held_mails() -> TableCreateStatement {
    Table::create()
        .table(HeldMails::Table)
        .col(uuid(HeldMails::UserId))
        .col(uuid(HeldMails::EventId))
        .col(big_integer(HeldMails::DueAt))
        .primary_key(Index::create().col(HeldMails::UserId).col(HeldMails::EventId))
        .foreign_key(&mut of_user("held_mails_user_id_fkey", HeldMails::Table, HeldMails::UserId))
        .foreign_key(&mut of_event("held_mails_event_id_fkey", HeldMails::Table, HeldMails::EventId))
        .to_owned()
}

fn event_bursts() -> TableCreateStatement {
    Table::create()
        .table(EventBursts::Table)
        .col(string_len(EventBursts::Key, 64).primary_key())
        .col(uuid(EventBursts::EventId))
        .col(big_integer(EventBursts::Until))
        .foreign_key(&mut of_event("event_bursts_event_id_fkey", EventBursts::Table, EventBursts::EventId))
        .to_owned()
}

fn event_reports() -> TableCreateStatement {
    Table::create()
        .table(EventReports::Table)
        .col(string_len(EventReports::Key, 64).primary_key())
        .col(string_len(EventReports::Request, 64))
        .col(uuid(EventReports::EventId))
        .col(integer(EventReports::Count))
        .col(big_integer(EventReports::At))
        .to_owned()
}

fn of_event<T: Iden + 'static, C: Iden + 'static>(
    name: &str,
    table: T,
    column: C,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(name)
        .from(table, column)
        .to(Events::Table, Events::Id)
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}
