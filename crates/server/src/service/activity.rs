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
        security_events::{Page, Place, SecurityEvent, Wanted},
    },
};

/// Entries on one page.
const PAGE: u64 = 25;
/// Entries that an export reads at a time.
const EXPORT_PAGE: u64 = 500;
/// The columns of the log as a table, and the fields of an entry as an object, in English: programs read them.
pub const COLUMNS: [&str; 5] = ["time", "event", "subject", "address", "client"];
/// The same where a person takes away all that is held of them.
const WHOLE_COLUMNS: [&str; 7] =
    ["time", "event", "subject", "address", "client", "user_agent", "organisation_id"];

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
    let wanted = Wanted { kinds, needle: filter.needle(), after, limit: PAGE };
    let Page { entries, next } =
        store::security_events::page(app.database.connection(), user.id, &wanted).await?;
    Ok(ActivityPage { entries: entries.into_iter().map(entry).collect(), next: next.map(cursor_of) })
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
    let Page { entries, next } = whole_page(app, user, after).await?;
    Ok((entries.into_iter().map(entry).collect(), next))
}

/// The same as they are stored.
///
/// # Errors
/// `unavailable`.
pub(super) async fn whole_page(app: &App, user: UserId, after: Option<Place>) -> Result<Page, Failure> {
    let wanted = Wanted { kinds: None, needle: String::new(), after, limit: EXPORT_PAGE };
    Ok(store::security_events::page(app.database.connection(), user, &wanted).await?)
}

/// Entries as rows of a table, below the names of the columns if these are the first.
///
/// # Errors
/// `internal`.
pub fn csv_rows(entries: &[ActivityEntry], first: bool) -> Result<Vec<u8>, Failure> {
    let cells = |entry: &ActivityEntry| {
        [&entry.at.iso(), entry.kind.key(), &entry.subject, &entry.address, &entry.client].map(inert)
    };
    table(first.then_some(COLUMNS), entries.iter().map(cells))
}

/// The same with all that is stored of them: with the program as it names itself, and the organisation.
pub(super) fn whole_csv_rows(entries: Vec<SecurityEvent>, first: bool) -> Result<Vec<u8>, Failure> {
    let cells = |event: SecurityEvent| {
        let organisation = event.client.map(|client| client.to_string()).unwrap_or_default();
        let user_agent = event.user_agent.clone();
        let entry = entry(event);
        let of_all = [&entry.at.iso(), entry.kind.key(), &entry.subject, &entry.address, &entry.client];
        let [time, kind, subject, address, client] = of_all.map(inert);
        [time, kind, subject, address, client, inert(&user_agent), organisation]
    };
    table(first.then_some(WHOLE_COLUMNS), entries.into_iter().map(cells))
}

fn table<const N: usize>(
    heading: Option<[&str; N]>,
    rows: impl Iterator<Item = [String; N]>,
) -> Result<Vec<u8>, Failure> {
    let fault = |error| Failure::caused(ErrorCode::Internal, error);
    let mut writer = csv::Writer::from_writer(Vec::new());
    if let Some(heading) = heading {
        writer.write_record(heading).map_err(fault)?;
    }
    for cells in rows {
        writer.write_record(cells).map_err(fault)?;
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
