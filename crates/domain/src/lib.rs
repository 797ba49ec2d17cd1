//! What the product talks about: types, rules, errors and texts.
//!
//! Pure and small enough for wasm. May import no runtime, database, web framework or cloud SDK.

#![warn(missing_docs)]

pub mod account;
pub mod clock;
pub mod error;
pub mod identity;
pub mod instance;
pub mod notification;
pub mod organisation;
pub mod picture;
pub mod privacy;
pub mod profile;
pub mod security;
pub mod support;
mod text_rules;
pub mod texts;
pub mod token;

pub use clock::Timestamp;
pub use error::{AppError, ErrorCode, Field, FieldError, Problem};
pub use identity::UserId;
pub use texts::{Locale, Texts};
