//! The keys that were seen lately, so that a request costs no query.
//!
//! What is remembered of a key counts only while three things hold, else the database is asked:
//! it was read less than a minute ago; the key has not been noted as changed since; and this process
//! has heard of all changes until a moment ago. A change is noted here before the person who made it
//! gets an answer. Other processes, the command line among them, write it down in `key_changes`, in
//! the transaction that makes it, and [`follow_changes`] reads that every 50 milliseconds.

use std::{
    collections::{HashMap, HashSet},
    net::IpAddr,
    num::NonZeroU32,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use domain::{
    ErrorCode, Timestamp, UserId,
    token::{Scopes, TokenEnd, TokenId, TokenState},
};
use ipnet::IpNet;
use quick_cache::sync::Cache;
use tokio::sync::watch;
use uuid::Uuid;

use super::{
    Kind, Meter, is_well_formed,
    meter::Ledger,
    value::{hash, in_letters},
};
use crate::{
    app::App,
    service::Failure,
    store::{self, Transaction},
};

/// How many tokens are remembered at most.
const TOKENS: usize = 50_000;
/// How many service credentials are.
const SERVICES: usize = 1_000;
/// After this long the database is asked again, whatever was heard.
const REMEMBER: Duration = Duration::from_mins(1);
/// How often the changes of other processes are read.
const FOLLOW_EVERY: Duration = Duration::from_millis(50);
/// Without news for this long, nothing that is remembered counts.
const TRUST: Duration = Duration::from_millis(500);
/// How far back is read each time: for transactions that took a while, and clocks that differ.
const LOOK_BACK: Duration = Duration::from_secs(10);
/// After this long every server has read a change, or trusts nothing that it remembers.
const HEARD_AFTER: Duration = Duration::from_millis(600);
/// How often uses are written. A process that is killed loses no more than these and the time to write.
const WRITE_EVERY: Duration = Duration::from_secs(5);

/// A user token as the database has it.
pub struct KnownToken {
    /// Which.
    pub id: TokenId,
    /// What its owner calls it.
    pub name: String,
    /// Whose.
    pub user: UserId,
    /// The owner's address.
    pub email: String,
    /// What it may do.
    pub scopes: Scopes,
    /// When it came to be.
    pub created_at: Timestamp,
    /// What ends it.
    pub end: TokenEnd,
    networks: Vec<IpNet>,
    /// Its counters in this process.
    pub meter: Arc<Meter>,
}

impl KnownToken {
    /// Whether it works from an address.
    #[must_use]
    pub fn admits(&self, address: IpAddr) -> bool {
        self.networks.is_empty() || self.networks.iter().any(|network| network.contains(&address))
    }

    /// The networks that it works from; everywhere if empty.
    #[must_use]
    pub fn networks(&self) -> &[IpNet] {
        &self.networks
    }

    /// That it works at `now`.
    ///
    /// # Errors
    /// `token_revoked`, `token_expired`, `token_rotated`.
    pub fn check(&self, now: Timestamp) -> Result<(), ErrorCode> {
        match self.end.state(now) {
            TokenState::Live | TokenState::Retiring { .. } => Ok(()),
            TokenState::Revoked { .. } => Err(ErrorCode::TokenRevoked),
            TokenState::Expired { .. } => Err(ErrorCode::TokenExpired),
            TokenState::Rotated { .. } => Err(ErrorCode::TokenRotated),
        }
    }
}

/// A service credential as the database has it.
pub struct KnownService {
    /// The service's name.
    pub name: String,
    revoked: bool,
}

/// Something that was read from the database, and when.
pub struct Known<T> {
    id: Uuid,
    read_at: Timestamp,
    /// How many changes had been noted before it was read.
    changes: u64,
    /// What was read.
    pub key: T,
}

/// All that this process remembers of keys.
pub struct KnownKeys {
    tokens: Cache<[u8; 32], Arc<Known<KnownToken>>>,
    services: Cache<[u8; 32], Arc<Known<KnownService>>>,
    quota: NonZeroU32,
    ledger: Ledger,
    /// How many changes were noted so far.
    noted: AtomicU64,
    /// Which keys changed lately, and the number of the change.
    changed: RwLock<HashMap<Uuid, (u64, Timestamp)>>,
    /// Until when all changes are known.
    trusted_until: AtomicI64,
}

impl KnownKeys {
    /// Nothing is remembered yet. Each token gets `quota` requests a minute.
    #[must_use]
    pub fn new(quota: NonZeroU32) -> Self {
        Self {
            tokens: Cache::new(TOKENS),
            services: Cache::new(SERVICES),
            quota,
            ledger: Ledger::default(),
            noted: AtomicU64::new(0),
            changed: RwLock::default(),
            trusted_until: AtomicI64::new(0),
        }
    }

    /// The token with this value, whether or not it still works. A value that can't be one costs nothing.
    ///
    /// # Errors
    /// `token_invalid`, `unavailable`.
    pub async fn token(&self, app: &App, value: &str) -> Result<Arc<Known<KnownToken>>, Failure> {
        if !is_well_formed(Kind::UserToken, value) {
            return Err(ErrorCode::TokenInvalid.into());
        }
        let hash = hash(value);
        let remembered = self.tokens.get(&hash);
        if let Some(known) = remembered.as_ref().filter(|known| self.counts(app, known)) {
            return Ok(Arc::clone(known));
        }
        let (read_at, changes) = (app.now(), self.noted.load(Ordering::Acquire));
        let found = store::tokens::find_by_hash(app.database.connection(), &in_letters(&hash)).await?;
        let (token, email) = found.ok_or(ErrorCode::TokenInvalid)?;
        let meter = remembered
            .map_or_else(|| Arc::new(Meter::new(token.id, self.quota)), |known| Arc::clone(&known.key.meter));
        let key = KnownToken {
            id: token.id,
            name: token.name,
            user: token.user,
            email,
            scopes: token.scopes,
            created_at: token.created_at,
            end: token.end,
            networks: token.networks,
            meter,
        };
        let known = Arc::new(Known { id: token.id.0, read_at, changes, key });
        self.tokens.insert(hash, Arc::clone(&known));
        Ok(known)
    }

    /// The service with this credential.
    ///
    /// # Errors
    /// `token_invalid`, `token_revoked`, `unavailable`.
    pub async fn service(&self, app: &App, value: &str) -> Result<Arc<Known<KnownService>>, Failure> {
        if !is_well_formed(Kind::ServiceCredential, value) {
            return Err(ErrorCode::TokenInvalid.into());
        }
        let hash = hash(value);
        let known = match self.services.get(&hash).filter(|known| self.counts(app, known)) {
            Some(known) => known,
            None => self.read_service(app, hash).await?,
        };
        if known.key.revoked { Err(ErrorCode::TokenRevoked.into()) } else { Ok(known) }
    }

    async fn read_service(&self, app: &App, hash: [u8; 32]) -> Result<Arc<Known<KnownService>>, Failure> {
        let (read_at, changes) = (app.now(), self.noted.load(Ordering::Acquire));
        let db = app.database.connection();
        let found = store::service_credentials::find_by_hash(db, &in_letters(&hash)).await?;
        let found = found.ok_or(ErrorCode::TokenInvalid)?;
        let key = KnownService { name: found.name, revoked: found.revoked_at.is_some() };
        let known = Arc::new(Known { id: found.id, read_at, changes, key });
        self.services.insert(hash, Arc::clone(&known));
        Ok(known)
    }

    /// Counts a use of a token, for its owner to see.
    pub fn count(&self, token: &KnownToken, now: Timestamp, address: IpAddr, client: &str) {
        self.ledger.count(&token.meter, now, address, client);
    }

    /// What was remembered of these keys no longer counts.
    fn forget(&self, keys: &[Uuid]) {
        let mut changed = self.changed.write().unwrap_or_else(PoisonError::into_inner);
        for key in keys {
            let number = self.noted.fetch_add(1, Ordering::AcqRel) + 1;
            changed.insert(*key, (number, Timestamp::default()));
        }
    }

    /// Whether this process reads what others change, as a server does.
    fn follows(&self) -> bool {
        self.trusted_until.load(Ordering::Acquire) > 0
    }

    fn counts<T>(&self, app: &App, known: &Known<T>) -> bool {
        let now = app.now();
        let trusted = now.0 < self.trusted_until.load(Ordering::Acquire);
        trusted && now.since(known.read_at) < REMEMBER && !self.has_changed(known.id, known.changes)
    }

    /// Whether a key changed after so many changes had been noted.
    fn has_changed(&self, key: Uuid, after: u64) -> bool {
        let changed = self.changed.read().unwrap_or_else(PoisonError::into_inner);
        changed.get(&key).is_some_and(|(number, _)| *number > after)
    }

    /// Drops notes that nothing remembered is older than.
    fn tidy(&self, now: Timestamp) {
        let mut changed = self.changed.write().unwrap_or_else(PoisonError::into_inner);
        for (_, noted_at) in changed.values_mut().filter(|(_, noted_at)| *noted_at == Timestamp::default()) {
            *noted_at = now;
        }
        changed.retain(|_, (_, noted_at)| now.since(*noted_at) < 2 * REMEMBER);
    }
}

/// Commits a transaction that changed these keys. Returns when every server has heard of it: the next
/// request, wherever it arrives, is answered by what holds now.
///
/// # Errors
/// `unavailable`; then nothing has changed.
pub(crate) async fn commit_changes(
    app: &App,
    transaction: Transaction,
    keys: &[Uuid],
) -> Result<(), Failure> {
    let changes: Vec<_> = keys.iter().map(|key| (app.entropy.uuid(), *key)).collect();
    // Last before the commit: what was announced long before it may be overlooked.
    store::key_changes::insert(transaction.connection(), &changes, app.now()).await?;
    transaction.commit().await?;
    app.keys.forget(keys);
    // A server with a database of its own is the only one; the command line never is.
    if !(app.keys.follows() && app.database.is_unshared()) {
        tokio::time::sleep(HEARD_AFTER).await;
    }
    Ok(())
}

/// Reads the changes of other processes and writes the uses, until `stopped` says so.
pub async fn follow_changes(app: App, mut stopped: watch::Receiver<bool>) {
    let mut seen = HashSet::new();
    let mut written_at = app.now();
    while !*stopped.borrow() {
        let now = app.now();
        if let Err(failure) = follow(&app, now, &mut seen).await {
            tracing::warn!(%failure, "changes of keys can't be read; every request asks the database");
        }
        if now.since(written_at) >= WRITE_EVERY {
            written_at = now;
            write_uses(&app).await;
            app.keys.tidy(now);
        }
        tokio::select! {
            // An error means that nobody can say so any more, which also is a reason to stop.
            _ = stopped.wait_for(|stop| *stop) => break,
            () = tokio::time::sleep(FOLLOW_EVERY) => {}
        }
    }
    write_uses(&app).await;
}

async fn follow(app: &App, now: Timestamp, seen: &mut HashSet<Uuid>) -> Result<(), Failure> {
    let changes = store::key_changes::since(app.database.watcher(), now - LOOK_BACK).await?;
    let news: Vec<Uuid> =
        changes.iter().filter(|(change, _)| !seen.contains(change)).map(|(_, key)| *key).collect();
    app.keys.forget(&news);
    *seen = changes.into_iter().map(|(change, _)| change).collect();
    app.keys.trusted_until.store((now + TRUST).0, Ordering::Release);
    Ok(())
}

/// Writes the uses that gathered. What can't be written stays for the next time.
pub async fn write_uses(app: &App) {
    let writer = app.clone();
    // On its own: a request that is given up half-way would take the counts with it.
    let written = tokio::spawn(async move { writer.keys.ledger.write(&writer).await });
    if let Ok(Err(failure)) = written.await {
        tracing::warn!(%failure, "uses of tokens can't be written; the next round tries again");
    }
}
