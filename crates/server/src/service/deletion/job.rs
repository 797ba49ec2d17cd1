//! What is removed after a deletion is acknowledged: at the identity provider, outside the database, and in it whatever
//! is too much for one transaction.
//!
//! The process may die at any line, and a lease may end while its worker goes on. So each step may be done twice, each
//! batch of rows goes in one transaction together with the note that this worker still holds the message, and the
//! tombstone goes last.

use std::time::Duration;

use domain::{Locale, UserId};
use tokio::time::sleep;
use uuid::Uuid;

use super::{Failure, former::forget_identity, pseudonyms};
use crate::{
    app::App,
    jobs::{self, LEASE, Message},
    service::{
        delivery,
        objects::{self, Kind},
    },
    store::{self, Transaction, outbox::Leased, remains::Remains},
};

/// So many rows are removed in one transaction: few enough that nobody waits for its locks.
const BATCH: u64 = 500;
/// So many batches are removed before it is the turn of what else is due.
const BATCHES_A_TURN: u32 = 200;
/// Others write in between, also on SQLite, which lets one write at a time. Whoever waits there looks only now and then
/// whether it is their turn, so the pause is longer than what is done between two.
const BREATH: Duration = Duration::from_millis(30);
/// So many objects are deleted before the lease is renewed.
const OBJECTS: u64 = 50;

/// Goes on with it. What is left when the turn is over is another message's.
///
/// # Errors
/// `unavailable`; then it goes on where it was.
pub(crate) async fn finish(app: &App, leased: &Leased, user: UserId) -> Result<(), Failure> {
    let db = app.database.connection();
    // Nothing is removed of anybody who did not leave.
    let Some(tombstone) = store::deletions::find(db, user).await? else { return Ok(()) };
    fail::fail_point!("deletion::begun");
    let forgotten = if tombstone.has_identity { forget_identity(app, user).await } else { Ok(()) };
    let mut turn = Turn { app, user, leased: leased.clone(), batches: 0 };
    delivery::drop_held(db, user).await?;
    if !(turn.objects().await? && turn.rows().await?) {
        return Ok(());
    }
    // However long the identity provider is away, nothing else waits for it but the tombstone.
    forgotten?;
    turn.end().await
}

/// A worker's turn at one deletion.
struct Turn<'a> {
    app: &'a App,
    user: UserId,
    /// The message as this worker holds it.
    leased: Leased,
    batches: u32,
}

impl Turn<'_> {
    /// Deletes what is kept outside the database. Answers whether this worker is to go on.
    async fn objects(&mut self) -> Result<bool, Failure> {
        let (app, user, db) = (self.app, self.user, self.app.database.connection());
        loop {
            let screenshots = store::remains::screenshots(db, user, OBJECTS).await?;
            let exports = store::remains::exports(db, user, OBJECTS).await?;
            if screenshots.is_empty() && exports.is_empty() {
                return Ok(true);
            }
            for (_, id) in &screenshots {
                objects::delete(app, Kind::Screenshot, *id).await?;
            }
            for id in exports.iter().filter_map(|(_, object)| *object) {
                objects::delete(app, Kind::Export, id).await?;
            }
            fail::fail_point!("deletion::objects");
            let Some(transaction) = self.go_on().await? else { return Ok(false) };
            let db = transaction.connection();
            store::remains::forget_screenshots(db, &ids(&screenshots)).await?;
            store::remains::delete_exports(db, &ids(&exports)).await?;
            transaction.commit().await?;
        }
    }

    /// Removes rows, a batch at a time. Answers whether this worker is to go on.
    async fn rows(&mut self) -> Result<bool, Failure> {
        for what in Remains::ALL {
            loop {
                let Some(transaction) = self.go_on().await? else { return Ok(false) };
                let db = transaction.connection();
                let removed = store::remains::remove_some(db, self.user, what, BATCH).await?;
                transaction.commit().await?;
                fail::fail_point!("deletion::rows");
                if removed < BATCH {
                    break;
                }
                self.batches += 1;
                if self.batches == BATCHES_A_TURN || is_cut_short() {
                    self.hand_over().await?;
                    return Ok(false);
                }
                sleep(BREATH).await;
            }
        }
        Ok(true)
    }

    /// Begins a transaction that is this worker's to make: it holds the message for another while with it. Nothing
    /// when another worker has taken that up.
    async fn go_on(&mut self) -> Result<Option<Transaction>, Failure> {
        let transaction = self.app.database.begin().await?;
        let (payload, until) = (self.leased.payload.clone(), self.app.now() + LEASE);
        let held = store::outbox::advance(transaction.connection(), &self.leased, payload, until).await?;
        Ok(held.map(|held| {
            self.leased = held;
            transaction
        }))
    }

    /// Leaves the rest to a message that waits behind what else is due.
    async fn hand_over(&self) -> Result<(), Failure> {
        let transaction = self.app.database.begin().await?;
        let db = transaction.connection();
        if !store::outbox::finish(db, &self.leased).await? {
            return Ok(());
        }
        jobs::enqueue_in(self.app, db, &Message::DeleteAccount { user: self.user }, Locale::default())
            .await?;
        Ok(transaction.commit().await?)
    }

    /// Removes the tombstone: nothing is left of the account.
    async fn end(&self) -> Result<(), Failure> {
        fail::fail_point!("deletion::person");
        let (app, user) = (self.app, self.user);
        let transaction = app.database.begin().await?;
        let db = transaction.connection();
        if !store::outbox::finish(db, &self.leased).await? {
            return Ok(());
        }
        // Before the person's own row, as whoever tells them something takes the two.
        store::deliveries::lock_head(db, user).await?;
        store::remains::delete_tombstone(db, user).await?;
        let is_noted = store::deletions::note_finished(db, &pseudonyms(app, user), app.now()).await?;
        transaction.commit().await?;
        if !is_noted {
            tracing::warn!(
                "an account is deleted, and its row in deletions not found: secrets.key was changed since, and \
                 secrets.previous_key is not the one before"
            );
        }
        metrics::counter!("account_deletions_total", "step" => "finished").increment(1);
        Ok(())
    }
}

/// Whether a test wants the turn to be over after each batch.
fn is_cut_short() -> bool {
    fail::fail_point!("deletion::turn", |_| true);
    false
}

fn ids<T>(rows: &[(Uuid, T)]) -> Vec<Uuid> {
    rows.iter().map(|(id, _)| *id).collect()
}
