//! What happened to the account, the latest first.

mod card;
mod entries;
mod filter;
mod words;

pub use card::ActivityCard;
