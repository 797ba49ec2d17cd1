//! What people want to be told of, and when their mail may come: the rows that they changed.

use std::collections::HashMap;

use domain::{
    UserId,
    notification::{Category, Channel, Preference, QuietHours, Schedule},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::OnConflict,
};

use super::{
    Connection, StoreResult,
    entity::{mail_schedules, notification_preferences},
};

/// The rows of the matrix that a person changed, in no order.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn changed(db: &impl Connection, user: UserId) -> StoreResult<Vec<Preference>> {
    let theirs = notification_preferences::Column::UserId.eq(user.0);
    let rows = notification_preferences::Entity::find().filter(theirs).all(db).await?;
    Ok(rows.into_iter().filter_map(|row| preference(&row)).map(|(_, row)| row).collect())
}

/// A row of the matrix, of those of these people who changed it.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn changed_by(
    db: &impl Connection,
    people: &[UserId],
    category: Category,
) -> StoreResult<HashMap<UserId, Preference>> {
    let rows = notification_preferences::Entity::find()
        .filter(notification_preferences::Column::UserId.is_in(people.iter().map(|person| person.0)))
        .filter(notification_preferences::Column::Category.eq(category.key()))
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|row| preference(&row)).collect())
}

/// Switches a cell of the matrix, whatever the other of its row is. Answers the row.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn set(
    db: &impl Connection,
    user: UserId,
    category: Category,
    channel: Channel,
    on: bool,
) -> StoreResult<Preference> {
    use notification_preferences::Column;
    let new = Preference::at_first(category).with(channel, on);
    let row = notification_preferences::ActiveModel {
        user_id: Set(user.0),
        category: Set(category.key().to_owned()),
        email: Set(new.email),
        in_app: Set(new.in_app),
    };
    let cell = match channel {
        Channel::Email => Column::Email,
        Channel::InApp => Column::InApp,
    };
    let stored = notification_preferences::Entity::insert(row)
        .on_conflict(OnConflict::columns([Column::UserId, Column::Category]).update_column(cell).to_owned())
        .exec_with_returning(db)
        .await?;
    Ok(preference(&stored).map_or(new, |(_, row)| row))
}

/// Switches these rows off by mail, whatever they are in the app.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn stop_mail(db: &impl Connection, user: UserId, categories: &[Category]) -> StoreResult<()> {
    use notification_preferences::{ActiveModel, Column, Entity};
    let rows = categories.iter().map(|category| ActiveModel {
        user_id: Set(user.0),
        category: Set(category.key().to_owned()),
        email: Set(false),
        in_app: Set(Preference::at_first(*category).in_app),
    });
    let these =
        OnConflict::columns([Column::UserId, Column::Category]).update_column(Column::Email).to_owned();
    Entity::insert_many(rows).on_conflict(these).exec_without_returning(db).await?;
    Ok(())
}

/// When a person's mail may come, if they chose.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn schedule(db: &impl Connection, user: UserId) -> StoreResult<Option<Schedule>> {
    Ok(mail_schedules::Entity::find_by_id(user.0).one(db).await?.map(|row| times(row).1))
}

/// When mail may come, of those of these people who chose.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn schedules(db: &impl Connection, people: &[UserId]) -> StoreResult<HashMap<UserId, Schedule>> {
    let theirs = mail_schedules::Column::UserId.is_in(people.iter().map(|person| person.0));
    let rows = mail_schedules::Entity::find().filter(theirs).all(db).await?;
    Ok(rows.into_iter().map(times).collect())
}

/// Stores when a person's mail may come.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn set_schedule(db: &impl Connection, user: UserId, schedule: &Schedule) -> StoreResult<()> {
    use mail_schedules::Column;
    let row = mail_schedules::ActiveModel {
        user_id: Set(user.0),
        zone: Set(schedule.zone.clone()),
        quiet_from: Set(schedule.quiet.and_then(|quiet| i16::try_from(quiet.from).ok())),
        quiet_until: Set(schedule.quiet.and_then(|quiet| i16::try_from(quiet.until).ok())),
        digest: Set(schedule.digest.and_then(|minute| i16::try_from(minute).ok())),
    };
    let replace = OnConflict::column(Column::UserId)
        .update_columns([Column::Zone, Column::QuietFrom, Column::QuietUntil, Column::Digest])
        .to_owned();
    mail_schedules::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// What is no choice is on, whatever is stored. Nothing for a row that this version doesn't know.
fn preference(row: &notification_preferences::Model) -> Option<(UserId, Preference)> {
    let category = Category::from_key(&row.category)?;
    let email = row.email || !category.is_optional(Channel::Email);
    let in_app = row.in_app || !category.is_optional(Channel::InApp);
    Some((UserId(row.user_id), Preference { category, email, in_app }))
}

fn times(row: mail_schedules::Model) -> (UserId, Schedule) {
    let minute = |stored: Option<i16>| stored.and_then(|minute| u16::try_from(minute).ok());
    let quiet = minute(row.quiet_from).zip(minute(row.quiet_until));
    let quiet = quiet.map(|(from, until)| QuietHours { from, until });
    (UserId(row.user_id), Schedule { zone: row.zone, quiet, digest: minute(row.digest) })
}
