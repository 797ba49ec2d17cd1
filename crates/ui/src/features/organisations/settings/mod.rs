//! Org settings: the organisation's name and id, and the ways to part with it.

mod conflict;
mod danger;
mod form;
mod page;

pub use page::OrganisationSettingsPage;
