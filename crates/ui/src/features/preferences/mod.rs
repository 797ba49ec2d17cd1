//! The Notifications tab: what the person wants to be told of, where, and when mail may come.

mod matrix;
mod page;
mod schedule;
mod state;
mod time_field;

pub use page::PreferencesTab;
