//! Where somebody is signed in.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Timestamp;

/// Which session. No secret: it opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(pub Uuid);

impl fmt::Display for SessionId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A session, as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionSummary {
    /// Which.
    pub id: SessionId,
    /// Browser and system, such as `Firefox on Linux`; empty when they are not known.
    pub client: String,
    /// Whether it is the desktop app's.
    pub desktop: bool,
    /// From which network address it began.
    pub address: String,
    /// When it began.
    pub signed_in_at: Timestamp,
    /// When it was last used, to the minute or so.
    pub last_active_at: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}
