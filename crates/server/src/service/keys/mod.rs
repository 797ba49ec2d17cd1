//! Keys: user tokens and service credentials, as far as requests are let in by them.
//!
//! A request costs no query: what the database says of a key is remembered for a minute at most, and
//! forgotten as soon as it changes, here or in another process (see [`known`]).

mod known;
mod meter;
mod value;

pub(crate) use known::commit_changes;
pub use known::{Known, KnownKeys, KnownService, KnownToken, follow_changes, write_uses};
pub(crate) use meter::day;
pub use meter::{Allowance, Meter};
pub use value::{Kind, generate, is_well_formed, stored_hash};
