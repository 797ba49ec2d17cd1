//! The profile picture: what it is now, and the way to another one.

mod card;
mod crop;
mod preview;
mod square;

pub use card::PictureCard;
