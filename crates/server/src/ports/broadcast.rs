//! Telling the open windows of people, on whatever instance they hang, that there is something new.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{UserId, notification::Notification};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast::Receiver;

/// What is told. It is a hint: a window that misses one finds what it missed when it asks for what came after the
/// last that it knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// A notification is there, or changed, for these people. Each knows it by a number of their own, so the one in
    /// it means nothing.
    Notification {
        /// What they are told.
        notification: Notification,
        /// Whom, and their number.
        to: Vec<(UserId, i64)>,
    },
    /// Something about these people changed: what they have read, or whether they are signed in. Whoever shows it
    /// looks again.
    Look {
        /// Who.
        people: Vec<UserId>,
    },
}

/// What the windows of one person hear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A notification.
    Notification {
        /// It, the same for all who are told: the number in it means nothing.
        notification: Arc<Notification>,
        /// The person's own number of it.
        number: i64,
    },
    /// Look again.
    Look,
}

/// Tells, and lets hear.
#[async_trait]
pub trait Broadcast: Send + Sync {
    /// Tells the windows of people, here and at the other instances. Called after the commit that makes it true.
    /// A failure is logged, not told: nothing is lost by it.
    async fn tell(&self, news: News);

    /// All that is told to a person from now on; nothing when too many of their windows hang here already. A
    /// receiver that lags behind has missed something and looks again.
    fn follow(&self, user: UserId) -> Option<Receiver<Heard>>;
}
