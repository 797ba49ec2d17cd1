//! The Privacy tab: what fellow members see of the person.

mod cards;
mod page;
mod preview;
mod state;
mod switches;

pub use page::PrivacyTab;
pub use switches::Switches;
