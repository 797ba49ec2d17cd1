//! A person's data to take away.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Timestamp;

/// So many exports a person may ask for within 24 hours.
pub const EXPORTS_A_DAY: usize = 2;
/// So many days an export can be downloaded.
pub const EXPORT_DAYS: u32 = 7;

/// Which export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExportId(pub Uuid);

impl fmt::Display for ExportId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

crate::error::named! {
    /// How far an export is. The names are stored.
    ExportState {
        /// It was asked for.
        Waiting = "waiting",
        /// It is being written.
        Building = "building",
        /// It can be downloaded.
        Ready = "ready",
        /// It could not be written. The person may ask for another.
        Failed = "failed",
        /// The person deleted it.
        Deleted = "deleted",
    }
}

impl ExportState {
    /// Whether something is still done for it.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Waiting | Self::Building)
    }

    /// Whether the same can be done with both: of one that is under way it does not matter how far it is.
    #[must_use]
    pub fn is_like(self, other: Self) -> bool {
        self == other || (self.is_under_way() && other.is_under_way())
    }
}

/// An export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Export {
    /// Which.
    pub id: ExportId,
    /// How far it is.
    pub state: ExportState,
    /// How much of it is written, in percent.
    pub progress: u8,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// How many bytes it has, once it is ready.
    pub size: Option<u64>,
    /// Until when it can be downloaded, once it is ready.
    pub expires_at: Option<Timestamp>,
}

impl Export {
    /// How much of it is written, in percent. Never all of it while it is under way.
    #[must_use]
    pub fn percent(&self) -> u8 {
        self.progress.min(99)
    }
}

/// The exports of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Exports {
    /// Those that are under way, ready or failed, the latest first.
    pub list: Vec<Export>,
    /// When the next may be asked for, if not now.
    pub next_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_it_is_written_only_when_it_is_ready() {
        let of = |progress| {
            let (id, state) = (ExportId(Uuid::nil()), ExportState::Building);
            let requested_at = Timestamp(0);
            Export { id, state, progress, requested_at, size: None, expires_at: None }.percent()
        };
        assert_eq!([0, 7, 99, 100, 255].map(of), [0, 7, 99, 99, 99]);
    }

    #[test]
    fn one_under_way_is_the_same_however_far() {
        use ExportState::{Building, Deleted, Failed, Ready, Waiting};
        assert!(Waiting.is_like(Building) && Building.is_like(Waiting) && Ready.is_like(Ready));
        for other in [Ready, Failed, Deleted] {
            assert!(!Building.is_like(other) && !other.is_like(Waiting), "{other:?}");
        }
        assert!(!Ready.is_like(Failed));
    }
}
