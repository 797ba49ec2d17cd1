//! The Invites tab: organisations that want the person as a member.

mod page;
mod row;

pub use page::InvitesPage;
