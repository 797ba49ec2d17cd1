//! A clock that stands still until told otherwise.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use domain::Timestamp;
use server::ports::clock::Clock;

/// A clock that stands still.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// Lets time pass.
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).expect("a test's time");
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

impl Default for FixedClock {
    /// 22 November 2026, 00:00 UTC.
    fn default() -> Self {
        Self(AtomicI64::new(1_795_305_600_000))
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}
