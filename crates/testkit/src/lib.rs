//! What the tests stand on: a whole app in the process, a database of its own, a clock that is told
//! the time, a mailbox to read. No mock of our own traits: the embedded provider is the real one.

#![expect(clippy::missing_panics_doc, clippy::expect_used, reason = "in a test a panic is the answer")]

mod app;
mod authenticator;
mod clock;
mod contents;
mod database;
mod elsewhere;
mod events;
mod forged;
mod holder;
mod mailbox;
mod platform;
mod totp;

pub use app::{Answer, EMAIL, PASSWORD, Request, TestApp};
pub use authenticator::Authenticator;
pub use clock::FixedClock;
pub use database::{Table, TestDatabase};
pub use elsewhere::Elsewhere;
pub use events::EventStream;
pub use forged::other_than;
pub use holder::Holder;
pub use mailbox::{BrokenMailer, MemoryMailer};
pub use totp::{Enrolled, totp, wrong_totp};
