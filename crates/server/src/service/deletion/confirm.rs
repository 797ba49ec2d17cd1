//! Whether a person confirmed what would be deleted with their account.

use std::collections::{HashMap, HashSet};

use domain::{
    AppError, ErrorCode, Field, Problem, UserId,
    account::{ConfirmedOrganisation, DeletionRequest},
    organisation::{ClientId, Organisation, is_named},
};

use crate::store::departures::{Departure, Fate};

/// That a person confirmed exactly what would become of their organisations: those that go, by their names, and those
/// that are handed over, with whom to.
///
/// # Errors
/// `conflict` for other organisations or heirs, `invalid` for other names.
pub(super) fn check(departures: &[Departure], request: &DeletionRequest) -> Result<(), AppError> {
    if heirs(departures) != request.handed_over.iter().map(|typed| (typed.id, typed.heir)).collect() {
        return Err(AppError::new(ErrorCode::Conflict));
    }
    let gone = departures.iter().filter(|departure| departure.fate() == Fate::Gone);
    let gone: HashMap<ClientId, &Organisation> =
        gone.map(|departure| (departure.organisation.id, &departure.organisation)).collect();
    let confirmed: HashSet<ClientId> = request.organisations.iter().map(|typed| typed.id).collect();
    if confirmed != gone.keys().copied().collect() {
        return Err(AppError::new(ErrorCode::Conflict));
    }
    // Each that is there, also when one is there twice.
    let is_right = |typed: &ConfirmedOrganisation| {
        gone.get(&typed.id).is_some_and(|organisation| is_named(&organisation.name, &typed.name))
    };
    if request.organisations.iter().all(is_right) {
        Ok(())
    } else {
        Err(AppError::field(Field::Name, Problem::NameMismatch))
    }
}

/// Whom the organisations that are handed over go to.
fn heirs(departures: &[Departure]) -> HashMap<ClientId, UserId> {
    let heir = |departure: &Departure| match departure.fate() {
        Fate::HandedOver(heir) => Some((departure.organisation.id, heir)),
        Fate::Gone | Fate::Left => None,
    };
    departures.iter().filter_map(heir).collect()
}
