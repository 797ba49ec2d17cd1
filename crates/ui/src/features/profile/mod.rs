//! The Profile tab.

mod conflict;
mod draft;
mod form;
mod page;
mod picture;
mod skeleton;

pub use page::ProfilePage;
