//! Passkeys: a way to log in that knows no password.

mod add;
mod card;
mod remove;
mod rename;

pub use card::PasskeysCard;
