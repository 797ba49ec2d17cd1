//! Use cases: authorise, validate, one transaction, an entry in the activity log, effects enqueued.
//!
//! Knows neither HTTP nor SQL. Everything that changes something enters here, whichever door it
//! came through.

#![warn(missing_docs)]

pub mod account;
pub mod activity;
pub mod alarm;
pub mod clients;
pub mod codes;
mod decision;
pub mod deletion;
pub mod delivery;
pub mod demo;
pub mod devices;
pub mod email_change;
pub mod export;
mod failure;
pub mod idempotency;
pub mod instance;
pub mod introspection;
pub mod invites;
pub mod keys;
pub mod members;
pub mod notices;
pub mod notifications;
pub mod objects;
pub mod passkeys;
pub mod password_change;
pub mod password_reset;
pub mod people;
pub mod pictures;
pub mod platform_events;
pub mod platform_services;
pub mod preferences;
pub mod privacy;
pub mod profile;
mod programs;
mod schedule;
pub mod second_step;
pub mod security;
pub mod sessions;
pub mod sign_in;
pub mod sign_up;
pub mod step_up;
pub mod support;
pub mod throttle;
pub mod tokens;
pub mod two_factor;
pub mod unsubscribe;

use domain::organisation::{Cursor, Page};

pub use failure::Failure;
pub(crate) use programs::{DESKTOP_APP, program_name};

/// How many items a page of a list has, unless somebody asks for another number.
pub const PAGE_SIZE: u64 = 50;

/// A page of at most `limit` items, made of one more if there is one: then the next page begins after
/// the last one shown.
fn page<T>(mut items: Vec<T>, limit: u64, place: impl Fn(&T) -> Cursor) -> Page<T> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(place);
    Page { items, next }
}
