//! Leaving for good: what is to be done before, and the question.

mod confirmation;
mod danger;
mod dialog;
mod fields;
mod organisations;
mod page;
mod points;
mod state;

pub use confirmation::Said;
pub use page::DeletionPage;
