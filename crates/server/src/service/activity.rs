//! The activity log as its person reads it.

use domain::{
    AppError, ErrorCode, Field, Problem, Timestamp, UserId,
    security::{ActivityEntry, ActivityFilter, ActivityPage, SecurityEventKind},
};
use uuid::Uuid;

use super::{Failure, programs::program_name};
use crate::{
    app::App,
    auth::CurrentUser,
    store::{
        self,
        security_events::{Place, SecurityEvent, Wanted},
    },
};

/// Entries on one page.
const PAGE: u64 = 25;
/// Entries that an export reads at a time.
const EXPORT_PAGE: u64 = 500;
/// The columns of the log as a table, and the fields of an entry as an object, in English: programs read them.
pub const COLUMNS: [&str; 5] = ["time", "event", "subject", "address", "client"];

/// Some entries, the latest first, from a cursor on.
///
/// # Errors
/// `invalid` for a cursor that isn't one.
pub async fn page(
    app: &App,
    user: &CurrentUser,
    filter: &ActivityFilter,
    cursor: Option<&str>,
) -> Result<ActivityPage, Failure> {
    let after = cursor.map(parse_cursor).transpose()?;
    let kinds = filter.group.map(|group| group.kinds().collect());
    let wanted = Wanted { kinds, needle: filter.needle(), after, limit: PAGE + 1 };
    let mut events = store::security_events::page(app.database.connection(), user.id, &wanted).await?;
    let more = events.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    events.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let next = if more { events.last().map(|event| cursor_of(event.place())) } else { None };
    Ok(ActivityPage { entries: events.into_iter().map(entry).collect(), next })
}

/// Notes that the log is exported: its owner sees who had it.
///
/// # Errors
/// `unavailable`.
pub async fn note_export(app: &App, user: &CurrentUser) -> Result<(), Failure> {
    let event = user.event(app, SecurityEventKind::ActivityExported);
    Ok(store::security_events::insert(app.database.connection(), event).await?)
}

/// The next entries of an export, the latest first, and where to go on; nothing when that was all.
///
/// # Errors
/// `unavailable`.
pub async fn export_page(
    app: &App,
    user: UserId,
    after: Option<Place>,
) -> Result<(Vec<ActivityEntry>, Option<Place>), Failure> {
    let wanted = Wanted { kinds: None, needle: String::new(), after, limit: EXPORT_PAGE };
    let events = store::security_events::page(app.database.connection(), user, &wanted).await?;
    let next = events.last().map(SecurityEvent::place);
    Ok((events.into_iter().map(entry).collect(), next))
}

/// Entries as rows of a table, below the names of the columns if these are the first.
///
/// # Errors
/// `internal`.
pub fn csv_rows(entries: &[ActivityEntry], first: bool) -> Result<Vec<u8>, Failure> {
    let fault = |error| Failure::caused(ErrorCode::Internal, error);
    let mut writer = csv::Writer::from_writer(Vec::new());
    if first {
        writer.write_record(COLUMNS).map_err(fault)?;
    }
    for entry in entries {
        let cells = [&entry.at.iso(), entry.kind.key(), &entry.subject, &entry.address, &entry.client];
        writer.write_record(cells.map(inert)).map_err(fault)?;
    }
    writer.into_inner().map_err(|error| Failure::caused(ErrorCode::Internal, error.to_string()))
}

/// A cell that no spreadsheet takes for a formula (OWASP, CSV Injection).
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

fn entry(event: SecurityEvent) -> ActivityEntry {
    ActivityEntry {
        kind: event.kind,
        subject: event.subject,
        address: event.address,
        client: program_name(&event.user_agent),
        at: event.at,
    }
}

fn cursor_of(place: Place) -> String {
    format!("{}.{}", place.at.0, place.id)
}

fn parse_cursor(text: &str) -> Result<Place, AppError> {
    let parts = text.split_once('.');
    let place = parts
        .and_then(|(at, id)| Some(Place { at: Timestamp(at.parse().ok()?), id: Uuid::parse_str(id).ok()? }));
    place.ok_or_else(|| AppError::field(Field::Cursor, Problem::CursorForm))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"] {
            assert!(inert(formula).starts_with('\''), "{formula}");
        }
        assert_eq!(inert("CI"), "CI");
    }
}
