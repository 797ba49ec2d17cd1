//! Two-factor authentication: an authenticator app and its backup codes.

mod card;
mod codes;
mod codes_sheet;
mod enrol;
mod scan;
mod turn_off;

pub use card::TwoFactorCard;
