//! The account's data to take away: asked for, watched while it is put together, downloaded, deleted.

mod card;
mod delete;
mod row;
mod state;
mod words;

pub use card::{ExportsCard, ExportsSkeleton};
