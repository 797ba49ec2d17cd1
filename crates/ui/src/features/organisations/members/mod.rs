//! User management: an organisation's members, and the invites that wait.

mod invite;
mod list;
mod page;
mod pending;
mod remove;
mod role;
mod row;
mod state;
mod transfer;

pub use page::MembersPage;
