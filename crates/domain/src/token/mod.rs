//! User tokens: what opens the Core API in a person's name.

mod draft;
mod life;
mod scopes;

use std::{fmt, time::Duration};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Timestamp, security::SecurityEventKind};
pub use draft::{Expiry, NETWORKS_MAX, REASON_MAX, TokenDraft, TokenSpec, checked_name, checked_reason};
pub use life::{Overlap, RevokedBy, TokenEnd, TokenState};
pub use scopes::{Scope, Scopes};

/// The most tokens of one person that work at the same time.
pub const LIVE_TOKENS_MAX: usize = 20;
/// The days that a token's uses are shown for, today included.
pub const USES_DAYS: u16 = 30;
/// The tokens that a new account begins with.
pub const FIRST_TOKENS: usize = 2;

const DAY: Duration = Duration::from_hours(24);

/// Which token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenId(pub Uuid);

impl fmt::Display for TokenId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A token's value on its way to its owner. Shows nothing when printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenValue(String);

impl TokenValue {
    /// Wraps a value.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself, for the one place that shows, copies or sends it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TokenValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenValue(…)")
    }
}

/// The last time a token was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LastUse {
    /// When, to a few seconds.
    pub at: Timestamp,
    /// From which address.
    pub address: String,
    /// With which program, by its own name.
    pub client: String,
}

/// A token as its owner sees it. Its value is not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserToken {
    /// Which.
    pub id: TokenId,
    /// What the person calls it, such as `User Token 1`.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// From where it works; from everywhere if empty.
    pub networks: Vec<IpNet>,
    /// When it came to be.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// Where it is in its life.
    pub state: TokenState,
    /// The last time it was used.
    pub last_use: Option<LastUse>,
    /// Its uses a day (UTC), the oldest first, today last: always [`USES_DAYS`] figures.
    pub uses: Vec<u64>,
}

impl UserToken {
    /// When it ends, unless somebody revokes it before: by itself, or because it was rotated.
    #[must_use]
    pub fn ends_at(&self) -> Option<Timestamp> {
        let retires_at = match self.state {
            TokenState::Retiring { until } => Some(until),
            _ => None,
        };
        TokenEnd { expires_at: self.expires_at, retires_at, revoked: None }.ends_at()
    }
}

/// A token that was just made, with its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewToken {
    /// The token.
    pub token: UserToken,
    /// Its value.
    pub value: TokenValue,
}

/// Something that happened to the person's tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenEvent {
    /// Which kind: one of those that are about tokens.
    pub kind: SecurityEventKind,
    /// The token's name at that time, or nothing if it was about all.
    pub token: String,
    /// When.
    pub at: Timestamp,
    /// From which address, or nothing.
    pub address: String,
}

/// What the Keys tab shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokensPage {
    /// Those that work, the oldest first, then those that ended, the latest first (at most 20).
    pub tokens: Vec<UserToken>,
    /// The last things that happened to them, the latest first, at most 10.
    pub events: Vec<TokenEvent>,
    /// The address of the Core API, without a slash at its end.
    pub api_url: String,
    /// The server's time, by which "expired" is meant.
    pub now: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_does_not_print() {
        assert_eq!(format!("{:?}", TokenValue::new("u-secret")), "TokenValue(…)");
    }
}
