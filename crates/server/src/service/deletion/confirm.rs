//! Whether a person confirmed what would be deleted with their account.

use std::collections::HashMap;

use domain::{
    AppError, ErrorCode, Field, Problem,
    account::DeletionRequest,
    organisation::{ClientId, Organisation},
};

use crate::store::departures::{Departure, Fate};

/// That a person confirmed exactly those organisations that would be deleted with their account, by their names.
///
/// # Errors
/// `conflict` for other organisations, `invalid` for other names.
pub(super) fn check(departures: &[Departure], request: &DeletionRequest) -> Result<(), AppError> {
    let gone = departures.iter().filter(|departure| departure.fate() == Fate::Gone);
    let gone: HashMap<ClientId, &Organisation> =
        gone.map(|departure| (departure.organisation.id, &departure.organisation)).collect();
    let typed: HashMap<ClientId, &str> =
        request.organisations.iter().map(|typed| (typed.id, typed.name.trim())).collect();
    if typed.len() != gone.len() || !gone.keys().all(|id| typed.contains_key(id)) {
        return Err(AppError::new(ErrorCode::Conflict));
    }
    // Each that is there, also when one is there twice.
    let is_right =
        |id, name: &str| gone.get(&id).is_some_and(|organisation| organisation.name == name.trim());
    if request.organisations.iter().all(|typed| is_right(typed.id, &typed.name)) {
        Ok(())
    } else {
        Err(AppError::field(Field::Name, Problem::NameMismatch))
    }
}
