//! Where the person is logged in, and how to end that.

mod card;
mod everywhere;
mod row;

pub use card::SessionsCard;
