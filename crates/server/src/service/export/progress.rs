//! How far an export is: its person sees it, and whoever writes it learns whether to go on.

use std::time::Duration;

use domain::{Timestamp, account::ExportId};

use super::job::Ended;
use crate::{
    app::App,
    jobs::LEASE,
    store::{self, Connection, StoreResult, outbox::Leased},
};

/// So often the message is renewed, however slow it goes: well before the lease ends.
const RENEW_EVERY: Duration = Duration::from_secs(LEASE.as_secs() / 4);

/// A part of the work: from which percent to which.
#[derive(Clone, Copy)]
pub(super) struct Part(pub u8, pub u8);

impl Part {
    /// How many percent that is when so much of it is done.
    fn percent(self, done: u64, of: u64) -> u8 {
        let Self(from, to) = self;
        let share = u64::from(to - from) * done.min(of) / of.max(1);
        from + u8::try_from(share).unwrap_or_default()
    }
}

/// What is noted on the way.
pub(super) struct Progress<'a> {
    app: &'a App,
    /// Nothing where nobody waits for it: on the command line.
    held: Option<Held>,
}

struct Held {
    export: ExportId,
    leased: Leased,
    percent: u8,
    renewed_at: Timestamp,
}

impl<'a> Progress<'a> {
    /// Of an export, whose message this worker holds.
    pub(super) fn of(app: &'a App, leased: &Leased, export: ExportId) -> Self {
        // As if long ago: the first note says that it has begun.
        let renewed_at = Timestamp::default();
        Self { app, held: Some(Held { export, leased: leased.clone(), percent: 0, renewed_at }) }
    }

    /// Of what nobody waits for.
    pub(super) const fn of_nothing(app: &'a App) -> Self {
        Self { app, held: None }
    }

    /// Notes how much of a part is done, and keeps the message for another while.
    pub(super) async fn note(&mut self, part: Part, done: u64, of: u64) -> Result<(), Ended> {
        self.say(Some(part.percent(done, of))).await
    }

    /// Keeps the message for another while, within what is small most times.
    pub(super) async fn go_on(&mut self) -> Result<(), Ended> {
        self.say(None).await
    }

    async fn say(&mut self, percent: Option<u8>) -> Result<(), Ended> {
        let Some(held) = &mut self.held else { return Ok(()) };
        let (now, percent) = (self.app.now(), percent.unwrap_or(held.percent));
        if percent == held.percent && now.since(held.renewed_at) < RENEW_EVERY {
            return Ok(());
        }
        let transaction = self.app.database.begin().await?;
        let db = transaction.connection();
        let payload = held.leased.payload.clone();
        let leased = store::outbox::advance(db, &held.leased, payload, now + LEASE).await?;
        let leased = leased.ok_or(Ended::Stopped)?;
        if !store::exports::set_progress(db, held.export, percent).await? {
            return Err(Ended::Stopped);
        }
        transaction.commit().await?;
        *held = Held { leased, percent, renewed_at: now, ..*held };
        Ok(())
    }

    /// Removes the message, if it is still this worker's. Answers whether it was.
    pub(super) async fn finish(&self, db: &impl Connection) -> StoreResult<bool> {
        match &self.held {
            Some(held) => store::outbox::finish(db, &held.leased).await,
            None => Ok(true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_goes_from_its_beginning_to_its_end() {
        let part = Part(5, 90);
        assert_eq!([0, 50, 100].map(|done| part.percent(done, 100)), [5, 47, 90]);
        assert_eq!(part.percent(0, 0), 5, "nothing to do");
        assert_eq!(part.percent(7, 3), 90, "more came meanwhile");
        assert_eq!(Part(90, 99).percent(u64::MAX / 100, u64::MAX / 100), 99);
    }
}
