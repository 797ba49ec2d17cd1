//! What the person is told: the bell, the page behind it, and the stream that brings news to both.

mod bell;
mod known;
mod link;
mod live;
mod page;
mod row;
mod state;

pub use bell::{Bell, BellSkeleton};
pub use live::use_live;
pub use page::NotificationsPage;
pub use state::{use_notices, use_notices_provider};
