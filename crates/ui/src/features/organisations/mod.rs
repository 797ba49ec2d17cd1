//! Organisations: those that the person belongs to, invites to others, and of each its members and its
//! settings.

mod clients;
mod delete;
mod invites;
mod layout;
mod leave;
mod member;
mod members;
mod organisation;
mod roles;
mod settings;

pub use clients::ClientsPage;
pub use invites::InvitesPage;
pub use layout::OrganisationsLayout;
pub use member::{MemberPage, MemberProfileView};
pub use members::MembersPage;
pub use organisation::OrganisationLayout;
pub use settings::OrganisationSettingsPage;
