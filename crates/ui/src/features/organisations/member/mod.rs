//! One member: what they are in the organisation, and what they show of themselves.

mod page;
mod profile;

pub use page::MemberPage;
pub use profile::{MemberProfileView, letters};
