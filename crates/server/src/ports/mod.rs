//! The boundaries of the process, as traits: identity, mail, time and randomness.

pub mod clock;
pub mod entropy;
pub mod identity;
pub mod mailer;
