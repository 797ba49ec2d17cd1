//! Where a token is in its life, and what ends it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::DAY;
use crate::Timestamp;

/// How long the old value goes on working after a rotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overlap {
    /// It ends at once: right after a leak.
    Now,
    /// An hour.
    OneHour,
    /// A day: time to change it everywhere.
    #[default]
    OneDay,
    /// A week.
    SevenDays,
}

impl Overlap {
    /// Every choice, the shortest first.
    pub const ALL: [Self; 4] = [Self::Now, Self::OneHour, Self::OneDay, Self::SevenDays];

    /// How long that is.
    #[must_use]
    pub const fn duration(self) -> Duration {
        match self {
            Self::Now => Duration::ZERO,
            Self::OneHour => Duration::from_hours(1),
            Self::OneDay => DAY,
            Self::SevenDays => Duration::from_hours(7 * 24),
        }
    }
}

/// Who ended a token before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevokedBy {
    /// Its owner.
    Owner,
    /// An administrator, on the command line.
    Admin,
    /// Somebody who found it and reported it.
    Report,
}

impl RevokedBy {
    /// The stored name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Report => "report",
        }
    }

    /// The one with this stored name.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        match name {
            "admin" => Self::Admin,
            "report" => Self::Report,
            _ => Self::Owner,
        }
    }
}

/// Where a token is in its life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TokenState {
    /// It works.
    Live,
    /// It was rotated, and works until then.
    Retiring {
        /// When it ends.
        until: Timestamp,
    },
    /// It was rotated, and its time with the new one is over.
    Rotated {
        /// When it ended.
        at: Timestamp,
    },
    /// It reached its own end.
    Expired {
        /// When.
        at: Timestamp,
    },
    /// Somebody ended it.
    Revoked {
        /// When.
        at: Timestamp,
        /// Who.
        by: RevokedBy,
        /// Why, if they said.
        reason: String,
    },
}

impl TokenState {
    /// Whether the token opens anything.
    #[must_use]
    pub const fn works(&self) -> bool {
        matches!(self, Self::Live | Self::Retiring { .. })
    }
}

/// What ends a token, as stored. Together with the time it tells the [`TokenState`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenEnd {
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it ends because it was rotated.
    pub retires_at: Option<Timestamp>,
    /// When, by whom and why it was revoked.
    pub revoked: Option<(Timestamp, RevokedBy, String)>,
}

impl TokenEnd {
    /// When it ends, unless somebody revokes it before.
    #[must_use]
    pub fn ends_at(&self) -> Option<Timestamp> {
        [self.retires_at, self.expires_at].into_iter().flatten().min()
    }

    /// Where the token is in its life at `now`. Whatever ended it first counts.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> TokenState {
        let retired = self.retires_at.filter(|at| *at <= now);
        let expired = self.expires_at.filter(|at| *at <= now);
        match (&self.revoked, retired, expired) {
            (Some((at, by, reason)), _, _) => {
                TokenState::Revoked { at: *at, by: *by, reason: reason.clone() }
            }
            (None, Some(at), None) => TokenState::Rotated { at },
            (None, Some(at), Some(expired)) if at <= expired => TokenState::Rotated { at },
            (None, _, Some(at)) => TokenState::Expired { at },
            (None, None, None) => {
                self.retires_at.map_or(TokenState::Live, |until| TokenState::Retiring { until })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_305_600_000);

    #[test]
    fn whatever_ended_it_first_is_its_end() {
        let (before, after) = (NOW - DAY, NOW + DAY);
        let state = |expires_at, retires_at, revoked: bool| {
            let revoked = revoked.then(|| (before, RevokedBy::Owner, "lost".to_owned()));
            TokenEnd { expires_at, retires_at, revoked }.state(NOW)
        };
        assert_eq!(state(None, None, false), TokenState::Live);
        assert_eq!(state(Some(after), Some(after), false), TokenState::Retiring { until: after });
        assert_eq!(state(Some(after), Some(before), false), TokenState::Rotated { at: before });
        assert_eq!(state(Some(before), Some(NOW), false), TokenState::Expired { at: before });
        assert_eq!(state(Some(NOW), None, false), TokenState::Expired { at: NOW });
        assert!(matches!(state(Some(before), Some(before), true), TokenState::Revoked { .. }));
        assert!(state(None, Some(after), false).works() && !state(None, Some(NOW), false).works());
    }
}
