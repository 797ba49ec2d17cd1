//! Leaving for good: what is to be done before, and the question.

mod page;

pub use page::DeletionPage;
