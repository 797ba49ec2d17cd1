//! Use cases: authorise, validate, one transaction, an entry in the activity log, effects enqueued.
//!
//! Knows neither HTTP nor SQL. Everything that changes something enters here, whichever door it
//! came through.

#![warn(missing_docs)]

pub mod account;
mod failure;
pub mod instance;
pub mod password_reset;
pub mod people;
pub mod profile;
pub mod sessions;
pub mod sign_in;
pub mod sign_up;
pub mod throttle;

pub use failure::Failure;
