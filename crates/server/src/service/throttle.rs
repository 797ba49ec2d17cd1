//! Slowing down those who guess, without locking anybody out.
//!
//! Failures are counted for the pair of account and network, and for the network alone; a stranger
//! who guesses from elsewhere fills counters that the owner never meets. Counters are keyed by a
//! hash of what was typed, whether or not there is such an account, so that being slowed down tells
//! nothing either. What this leaves to a guesser with many networks, and why, is in
//! `docs/security.md`.

use std::{net::IpAddr, time::Duration};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{AppError, ErrorCode, security::DeviceId};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use super::Failure;
use crate::{
    app::App,
    auth::CurrentUser,
    store::{self, Connection, throttles::Bounds},
};

/// A wait that grows ends here; what waits longer waits for something else to happen.
const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// What is counted, and how much of it is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Wrong passwords for one account from one network.
    Account,
    /// Wrong passwords and codes for one account, wherever they come from, on devices that its person never
    /// signed in with.
    Person,
    /// Wrong passwords and codes on a device that the person has signed in with.
    Device,
    /// Wrong passwords from one network, whatever the account.
    Network,
    /// Codes that one network asked for, for one address.
    CodesToAddress,
    /// Codes that one network asked for, for whatever address.
    Codes,
    /// Invites that one person mailed.
    Invites,
    /// Invites that one person mailed to one address.
    InvitesToAddress,
    /// Leaked tokens that one network reported.
    Reports,
    /// Sign-ins with a passkey that one network began and did not end.
    Passkeys,
    /// Pictures that one person sent.
    Pictures,
}

impl Limit {
    const fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Person => "person",
            Self::Device => "device",
            Self::Network => "network",
            Self::CodesToAddress => "codes_to_address",
            Self::Codes => "codes",
            Self::Invites => "invites",
            Self::InvitesToAddress => "invites_to_address",
            Self::Reports => "reports",
            Self::Passkeys => "passkeys",
            Self::Pictures => "pictures",
        }
    }

    /// How many failures cost nothing.
    const fn free(self) -> i32 {
        match self {
            Self::Account | Self::Device | Self::CodesToAddress | Self::InvitesToAddress => 5,
            Self::Codes | Self::Person => 20,
            Self::Pictures => 30,
            Self::Network | Self::Invites | Self::Reports | Self::Passkeys => 50,
        }
    }

    /// After how many failures in a row it is over until a success (NIST SP 800-63B-4, 3.2.2).
    const fn most(self) -> Option<i32> {
        match self {
            Self::Person | Self::Device => Some(100),
            _ => None,
        }
    }

    /// After this long without a failure, all is forgotten. Sooner where many people may share a network.
    const fn forget_after(self) -> Duration {
        match self {
            Self::Person | Self::Device => Duration::from_hours(24 * 400),
            Self::Account => Duration::from_hours(24),
            Self::CodesToAddress | Self::Codes | Self::Invites | Self::InvitesToAddress | Self::Pictures => {
                Duration::from_hours(1)
            }
            Self::Network | Self::Reports | Self::Passkeys => Duration::from_mins(15),
        }
    }
}

/// After this long no counter remembers anything.
pub(crate) const FORGET_AFTER: Duration = Limit::Person.forget_after();

/// One counter.
#[derive(Clone, Debug)]
pub struct Counter {
    limit: Limit,
    key: String,
}

impl Counter {
    /// The counter of a network and, if given, of what was typed as account.
    #[must_use]
    pub fn new(app: &App, limit: Limit, address: IpAddr, account: &str) -> Self {
        Self::of(app, limit, &network(address), account)
    }

    /// The same for what somebody does from wherever they are.
    #[must_use]
    pub fn anywhere(app: &App, limit: Limit, who: &str) -> Self {
        Self::of(app, limit, "", who)
    }

    fn of(app: &App, limit: Limit, network: &str, who: &str) -> Self {
        let mut mac = mac(app);
        for part in [limit.name(), network, who] {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        let key = BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
        Self { limit, key }
    }

    async fn count(&self, app: &App, db: &impl Connection) -> Result<(), Failure> {
        let now = app.now();
        let forget_before = now - self.limit.forget_after();
        let bounds = Bounds { free: self.limit.free(), most: self.limit.most() };
        if store::throttles::count(db, &self.key, bounds, now, forget_before).await? {
            return Ok(());
        }
        metrics::counter!("throttled_total", "limit" => self.limit.name()).increment(1);
        let wait = store::throttles::blocked_until(db, &self.key).await?.since(now);
        if wait > LONGEST_WAIT {
            return Err(ErrorCode::Locked.into());
        }
        let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).max(1);
        Err(AppError::too_many_tries(seconds).into())
    }

    /// Takes the failure back: the try was right.
    ///
    /// # Errors
    /// `unavailable`.
    pub async fn refund(&self, db: &impl Connection) -> Result<(), Failure> {
        Ok(store::throttles::refund(db, &self.key).await?)
    }

    /// Takes the failure back unless a code was guessed wrong.
    ///
    /// # Errors
    /// `unavailable`.
    pub async fn settle<T: Sync>(
        &self,
        db: &impl Connection,
        outcome: &Result<T, Failure>,
    ) -> Result<(), Failure> {
        match outcome {
            Err(failure) if matches!(failure.error().code, ErrorCode::WrongCode | ErrorCode::DeadCode) => {
                Ok(())
            }
            _ => self.refund(db).await,
        }
    }

    /// Forgets all failures.
    ///
    /// # Errors
    /// `unavailable`.
    pub async fn clear(&self, db: &impl Connection) -> Result<(), Failure> {
        Ok(store::throttles::clear(db, &self.key).await?)
    }
}

/// The counters that stand against guessing one account's password or codes. On a device that the person has
/// signed in with they are its own: no stranger fills them.
#[derive(Clone, Debug)]
pub struct Guesses {
    network: Counter,
    account: Vec<Counter>,
    device: Option<DeviceId>,
    /// Cleared by a success on whatever device: what it counts is failures in a row.
    person: Counter,
}

impl Guesses {
    /// Those of an address, as it was typed, and a client.
    #[must_use]
    pub fn new(app: &App, address: IpAddr, email: &str, device: Option<DeviceId>) -> Self {
        let person = Counter::anywhere(app, Limit::Person, email);
        let account = match device {
            Some(device) => vec![Counter::anywhere(app, Limit::Device, &device.to_string())],
            None => vec![Counter::new(app, Limit::Account, address, email), person.clone()],
        };
        Self { network: Counter::new(app, Limit::Network, address, ""), account, device, person }
    }

    /// Those of somebody who is signed in and is asked who they are: a session that was left open or stolen is no
    /// way around, from however many networks.
    #[must_use]
    pub fn in_session(app: &App, user: &CurrentUser) -> Self {
        let of_network = Self::new(app, user.address, &user.email, None);
        let session = Counter::anywhere(app, Limit::Device, &user.session.to_string());
        let account = Counter::new(app, Limit::Account, user.address, &user.email);
        Self { account: vec![account, session], ..of_network }
    }

    /// Counts a try. A device that was wrong too often is forgotten: from then on it is one among strangers.
    ///
    /// # Errors
    /// `too_many_tries`, `locked`.
    pub async fn count(&self, app: &App) -> Result<(), Failure> {
        let counters: Vec<_> = std::iter::once(&self.network).chain(&self.account).collect();
        let counted = count(app, &counters).await;
        if let (Err(failure), Some(device)) = (&counted, self.device)
            && failure.error().code == ErrorCode::Locked
        {
            store::devices::delete(app.database.connection(), device).await?;
        }
        counted
    }

    /// Takes the try back: nothing was wrong, or nothing was tried.
    ///
    /// # Errors
    /// `unavailable`.
    pub async fn refund(&self, db: &impl Connection) -> Result<(), Failure> {
        for counter in std::iter::once(&self.network).chain(&self.account) {
            counter.refund(db).await?;
        }
        Ok(())
    }

    /// Forgets all failures for the account: its person is here.
    ///
    /// # Errors
    /// `unavailable`.
    pub async fn clear(&self, db: &impl Connection) -> Result<(), Failure> {
        self.network.refund(db).await?;
        for counter in &self.account {
            counter.clear(db).await?;
        }
        self.person.clear(db).await
    }
}

/// Counts a try as a failure, before anybody knows how it ends: however many arrive at once, no more
/// than the free ones pass. Then the wait grows (NIST SP 800-63B-4, 3.2.2). If one counter is blocked,
/// none counts.
///
/// # Errors
/// `too_many_tries` with the seconds to wait.
pub async fn count(app: &App, counters: &[&Counter]) -> Result<(), Failure> {
    let transaction = app.database.begin_quick().await?;
    for counter in counters {
        counter.count(app, transaction.connection()).await?;
    }
    Ok(transaction.commit().await?)
}

/// The network that one subscriber gets: an IPv4 address, or the first 64 bits of an IPv6 one.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

fn mac(app: &App) -> Hmac<Sha256> {
    app.secrets.mac("throttle")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscriber_counts_once_however_many_addresses_they_have() {
        let network = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
    }
}
