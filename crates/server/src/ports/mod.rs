//! The boundaries of the process, as traits: identity, mail, open windows, time and randomness.

pub mod broadcast;
pub mod clock;
pub mod entropy;
pub mod identity;
pub mod mailer;
