//! The Account tab: what the account is, its data to take away, feedback, and the way out of it.

mod danger;
mod deletion;
mod exports;
mod feedback;
mod looks;
mod page;
mod summary;

pub use deletion::{DeletionPage, Said};
pub use page::AccountTab;
