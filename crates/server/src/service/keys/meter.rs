//! How much and when a token is used: counted in memory, written by the handful.

use std::{
    collections::{BTreeMap, HashMap, btree_map::Entry},
    net::IpAddr,
    num::NonZeroU32,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use domain::{
    Timestamp,
    token::{LastUse, TokenId},
};
use governor::{
    DefaultDirectRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
    state::{InMemoryState, NotKeyed},
};

use crate::{app::App, service::Failure, store, store::token_uses::Uses};

type Limiter = RateLimiter<NotKeyed, InMemoryState, DefaultClock, StateInformationMiddleware>;

const DAY_MILLISECONDS: i64 = 24 * 3600 * 1000;

/// What a token may still ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Requests a minute.
    pub quota: u32,
    /// Requests that are left.
    pub left: u32,
    /// How long to wait, when none is left.
    pub wait: Option<Duration>,
}

/// The counters of one token in this process.
pub struct Meter {
    token: TokenId,
    quota: NonZeroU32,
    limiter: Limiter,
    count: AtomicU32,
    last: Mutex<Option<Seen>>,
}

struct Seen {
    at: Timestamp,
    address: IpAddr,
    client: String,
}

impl Meter {
    pub(super) fn new(token: TokenId, quota: NonZeroU32) -> Self {
        let limiter = DefaultDirectRateLimiter::direct(Quota::per_minute(quota));
        Self {
            token,
            quota,
            limiter: limiter.with_middleware(),
            count: AtomicU32::new(0),
            last: Mutex::default(),
        }
    }

    /// Asks whether one more request is allowed. Each instance counts for itself.
    pub fn allow(&self) -> Allowance {
        let quota = self.quota.get();
        match self.limiter.check() {
            Ok(state) => Allowance { quota, left: state.remaining_burst_capacity(), wait: None },
            Err(until) => {
                let wait = until.wait_time_from(DefaultClock::default().now());
                Allowance { quota, left: 0, wait: Some(wait) }
            }
        }
    }

    /// Counts one use. Answers whether it is the first since the last time they were collected.
    fn count(&self, now: Timestamp, address: IpAddr, client: &str) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *last {
            Some(seen) if seen.address == address && seen.client == client => seen.at = now,
            other => *other = Some(Seen { at: now, address, client: client.to_owned() }),
        }
        drop(last);
        self.count.fetch_add(1, Ordering::Relaxed) == 0
    }

    fn collect(&self) -> Option<Uses> {
        let count = self.count.swap(0, Ordering::Relaxed);
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = last.as_ref().filter(|_| count > 0)?;
        let last = LastUse { at: seen.at, address: seen.address.to_string(), client: seen.client.clone() };
        Some(Uses { token: self.token, day: day(seen.at), count, last })
    }
}

/// The day of a moment: days since 1970 in UTC.
pub(crate) const fn day(at: Timestamp) -> i64 {
    at.0.div_euclid(DAY_MILLISECONDS)
}

/// The meters that have something to tell.
#[derive(Default)]
pub(super) struct Ledger {
    meters: Mutex<Vec<Arc<Meter>>>,
    /// Who waits for it knows that what was counted before is written.
    writing: tokio::sync::Mutex<()>,
}

impl Ledger {
    pub(super) fn count(&self, meter: &Arc<Meter>, now: Timestamp, address: IpAddr, client: &str) {
        if meter.count(now, address, client) {
            self.meters.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(meter));
        }
    }

    /// Writes what gathered. What can't be written stays for the next time.
    pub(super) async fn write(&self, app: &App) -> Result<(), Failure> {
        let _writing = self.writing.lock().await;
        let meters = std::mem::take(&mut *self.meters.lock().unwrap_or_else(PoisonError::into_inner));
        // By token: two meters may have counted for one, if it was forgotten in between. In order, so
        // that two instances which write at once wait for each other instead of blocking each other.
        let mut uses: BTreeMap<TokenId, Uses> = BTreeMap::new();
        for gathered in meters.iter().filter_map(|meter| meter.collect()) {
            match uses.entry(gathered.token) {
                Entry::Vacant(place) => drop(place.insert(gathered)),
                Entry::Occupied(mut sum) => sum.get_mut().add(gathered),
            }
        }
        let uses: Vec<Uses> = uses.into_values().collect();
        let mut rest = uses.as_slice();
        while !rest.is_empty() {
            let (batch, later) = rest.split_at(rest.len().min(store::token_uses::BATCH));
            if let Err(failure) = write_batch(app, batch).await {
                self.take_back(meters, rest);
                return Err(failure);
            }
            rest = later;
        }
        Ok(())
    }

    fn take_back(&self, meters: Vec<Arc<Meter>>, unwritten: &[Uses]) {
        let meters: HashMap<_, _> = meters.into_iter().map(|meter| (meter.token, meter)).collect();
        let mut ledger = self.meters.lock().unwrap_or_else(PoisonError::into_inner);
        for uses in unwritten {
            let Some(meter) = meters.get(&uses.token) else { continue };
            if meter.count.fetch_add(uses.count, Ordering::Relaxed) == 0 {
                ledger.push(Arc::clone(meter));
            }
        }
    }
}

async fn write_batch(app: &App, batch: &[Uses]) -> Result<(), Failure> {
    let transaction = app.database.begin_quick().await?;
    store::token_uses::add(transaction.connection(), batch).await?;
    Ok(transaction.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter() -> Meter {
        Meter::new(TokenId(uuid::Uuid::nil()), NonZeroU32::MIN.saturating_add(1))
    }

    #[test]
    fn uses_are_collected_once() {
        let meter = meter();
        let address = IpAddr::from([192, 0, 2, 1]);
        assert!(meter.collect().is_none());
        assert!(meter.count(Timestamp(5), address, "curl"));
        assert!(!meter.count(Timestamp(7), address, "curl"));
        let uses = meter.collect().expect("two uses");
        assert_eq!((uses.count, uses.last.at, uses.last.client.as_str()), (2, Timestamp(7), "curl"));
        assert!(meter.collect().is_none());
        assert!(meter.count(Timestamp(9), address, "curl"), "the next one is the first again");
    }

    #[test]
    fn what_is_allowed_runs_out() {
        let meter = meter();
        assert_eq!(meter.allow().left, 1);
        assert_eq!(meter.allow().left, 0);
        let allowance = meter.allow();
        assert!(allowance.wait.is_some_and(|wait| wait <= Duration::from_secs(30)));
    }

    #[test]
    fn a_day_begins_at_midnight_in_utc() {
        assert_eq!(day(Timestamp(DAY_MILLISECONDS - 1)), 0);
        assert_eq!(day(Timestamp(DAY_MILLISECONDS)), 1);
        assert_eq!(day(Timestamp(-1)), -1);
    }
}
