//! What a person wants to be told of, where, and when mail may come.

use domain::{
    AppError, ErrorCode, Field, Problem,
    notification::{
        Category, Channel, MINUTES_A_DAY, Preference, Preferences, PreferencesPage, QuietHours, Schedule,
    },
};

use super::{Failure, schedule};
use crate::{app::App, auth::CurrentUser, store};

/// What the Notifications tab begins with.
///
/// # Errors
/// `unavailable`.
pub async fn page(app: &App, user: &CurrentUser) -> Result<PreferencesPage, Failure> {
    let db = app.database.connection();
    let changed = store::preferences::changed(db, user.id).await?;
    let row = |category: &Category| {
        let row = changed.iter().find(|row| row.category == *category).copied();
        row.unwrap_or_else(|| Preference::at_first(*category))
    };
    let rows = Category::ALL.iter().map(row).collect();
    let schedule = store::preferences::schedule(db, user.id).await?.unwrap_or_default();
    let zones = schedule::zones(&schedule.zone);
    Ok(PreferencesPage { preferences: Preferences { rows, schedule }, zones })
}

/// Switches a cell of the matrix.
///
/// # Errors
/// `invalid` for what can't be switched off.
pub async fn set(
    app: &App,
    user: &CurrentUser,
    category: Category,
    channel: Channel,
    on: bool,
) -> Result<Preference, Failure> {
    if !on && !category.is_optional(channel) {
        return Err(AppError::field(Field::Preference, Problem::NotOptional).into());
    }
    Ok(store::preferences::set(app.database.connection(), user.id, category, channel, on).await?)
}

/// Says when mail may come.
///
/// # Errors
/// `invalid`.
pub async fn set_schedule(app: &App, user: &CurrentUser, schedule: Schedule) -> Result<Schedule, Failure> {
    let schedule = checked(&schedule)?;
    store::preferences::set_schedule(app.database.connection(), user.id, &schedule).await?;
    Ok(schedule)
}

/// The same, with the zone's name as it is written.
fn checked(schedule: &Schedule) -> Result<Schedule, AppError> {
    let zone = schedule::zone_name(&schedule.zone);
    let mut fields = Vec::new();
    let mut wrong = |field, problem| fields.extend(AppError::field(field, problem).fields);
    if zone.is_none() {
        wrong(Field::Zone, Problem::ZoneUnknown);
    }
    match schedule.quiet {
        Some(QuietHours { from, until }) if from.max(until) >= MINUTES_A_DAY => {
            wrong(Field::QuietHours, Problem::TimeOfDay);
        }
        Some(QuietHours { from, until }) if from == until => {
            wrong(Field::QuietHours, Problem::QuietHoursEmpty);
        }
        _ => {}
    }
    if schedule.digest.is_some_and(|minute| minute >= MINUTES_A_DAY) {
        wrong(Field::Digest, Problem::TimeOfDay);
    }
    match zone {
        Some(zone) if fields.is_empty() => Ok(Schedule { zone, ..*schedule }),
        _ => Err(AppError { fields, ..AppError::new(ErrorCode::Invalid) }),
    }
}
