//! What an open window is told, as it happens: everything after what it knows, then what is heard.

use std::{collections::VecDeque, error::Error, sync::Arc, time::Duration};

use domain::{
    AppError, ErrorCode, Timestamp, UserId,
    notification::{Notification, Told},
};
use futures_util::stream::{self, BoxStream};
use tokio::sync::{
    broadcast::{Receiver, error::RecvError},
    watch,
};
use uuid::Uuid;

use super::{Failure, shown, some};
use crate::{
    app::App,
    auth::CurrentUser,
    ports::broadcast::Heard,
    service::sessions,
    store::{self, notifications::Wanted},
};

/// What an open window is told, as it happens.
pub type Following = BoxStream<'static, Result<Told, Box<dyn Error + Send + Sync>>>;

/// So many are caught up on. Who missed more sees the others on the page.
const CATCH_UP: u64 = 100;
/// How often it is made sure that the sign-in still lasts and that nothing was missed, when nothing else happens.
const CHECK_EVERY: Duration = Duration::from_secs(25);
/// Then it ends, and the window comes back. That is when the identity provider may be asked whether the account is
/// still one.
const LASTS: Duration = Duration::from_mins(10);
/// It ends up to so many seconds earlier, by chance: windows that came at once shall not come back at once.
const SPREAD: u8 = 120;
/// So many bursts are remembered: others are told twice, which changes nothing.
const BURSTS: usize = 16;
/// After so many seconds a person with too many windows may try again.
const FULL_FOR: u32 = 60;

/// Everything after a number, how many are unread, and all that happens from now on, until the sign-in ends. Each
/// number comes once and in order; only a burst comes again when it grows. It ends after some minutes, and the window
/// asks again.
///
/// # Errors
/// `too_many_tries` when too many windows of the person's are open.
pub async fn follow(app: &App, user: CurrentUser, after: i64) -> Result<Following, Failure> {
    // Before anything is read: what comes in between is heard.
    let Some(heard) = app.broadcast.follow(user.id) else {
        let full = AppError { retry_after: Some(FULL_FOR), ..AppError::new(ErrorCode::TooManyTries) };
        return Err(full.into());
    };
    let mut window = Window {
        app: app.clone(),
        user: user.id,
        session: user.session,
        heard,
        closing: app.closing(),
        ends_at: app.now() + LASTS - spread(app),
        last: after.max(0),
        bursts: VecDeque::new(),
        waiting: VecDeque::new(),
        _counted: Counted::new(),
    };
    window.look().await?;
    Ok(Box::pin(stream::unfold(window, Window::next)))
}

fn spread(app: &App) -> Duration {
    let mut chance = [0];
    app.entropy.fill(&mut chance);
    Duration::from_secs((chance[0] % SPREAD).into())
}

/// An open window.
struct Window {
    app: App,
    user: UserId,
    session: Uuid,
    heard: Receiver<Heard>,
    closing: watch::Receiver<bool>,
    ends_at: Timestamp,
    /// The number of the latest that was told.
    last: i64,
    /// How often what is told by these numbers happened.
    bursts: VecDeque<(i64, u32)>,
    /// What is to be told.
    waiting: VecDeque<Told>,
    _counted: Counted,
}

/// Whether a window goes on.
#[derive(PartialEq, Eq)]
enum Goes {
    On,
    Out,
}

impl Window {
    async fn next(mut self) -> Option<(Result<Told, Box<dyn Error + Send + Sync>>, Self)> {
        loop {
            if let Some(told) = self.waiting.pop_front() {
                if self.waiting.is_empty() {
                    // Thousands of windows wait: none keeps the room that it once needed.
                    self.waiting = VecDeque::new();
                }
                return Some((Ok(told), self));
            }
            match self.hear().await {
                Ok(Goes::On) => {}
                Ok(Goes::Out) => return None,
                Err(failure) => {
                    // It comes back and catches up.
                    tracing::warn!(%failure, "a window can't be told what is new");
                    return None;
                }
            }
        }
    }

    /// Waits for something.
    async fn hear(&mut self) -> Result<Goes, Failure> {
        let heard = tokio::select! {
            // An error means that the app is gone.
            _ = self.closing.wait_for(|closing| *closing) => return Ok(Goes::Out),
            heard = self.heard.recv() => Some(heard),
            () = tokio::time::sleep(CHECK_EVERY) => None,
        };
        // In a box, so that thousands of windows that only wait don't hold the room for it.
        Box::pin(self.answer(heard)).await
    }

    /// What follows from something that was heard, or from nothing for a while. Nothing is told before it is certain
    /// that the sign-in still lasts.
    async fn answer(&mut self, heard: Option<Result<Heard, RecvError>>) -> Result<Goes, Failure> {
        let ends = heard == Some(Err(RecvError::Closed)) || self.app.now() >= self.ends_at;
        if ends || !sessions::lasts(&self.app, self.app.database.connection(), self.session).await? {
            return Ok(Goes::Out);
        }
        match heard {
            Some(Ok(Heard::Notification { notification, number })) if number > self.last => {
                self.tell_new(notification, number).await?;
            }
            Some(Ok(Heard::Notification { notification, number })) => {
                self.tell_again(&notification, number).await?;
            }
            Some(_) => self.look().await?,
            None => self.look_if_missed().await?,
        }
        Ok(Goes::On)
    }

    /// A new one, after those that it overtook.
    async fn tell_new(&mut self, notification: Arc<Notification>, number: i64) -> Result<(), Failure> {
        if number > self.last + 1 {
            self.catch_up(Some(number)).await?;
        }
        self.tell(Notification { number, ..Arc::unwrap_or_clone(notification) });
        Ok(())
    }

    /// A known one. It is told again if it happened more often by now, as it stands in the database: only that knows
    /// whether it is read.
    async fn tell_again(&mut self, notification: &Notification, number: i64) -> Result<(), Failure> {
        if !self.has_grown(number, notification.count) {
            return Ok(());
        }
        let db = self.app.database.connection();
        let found = store::notifications::find(db, self.user, notification.id, None).await?;
        for notification in shown(&self.app, self.user, found.into_iter().collect()).await? {
            self.remember(notification.number, notification.count);
            self.waiting.push_back(Told::Notification(notification));
        }
        Ok(())
    }

    /// Looks when there is more than was told: an instance may have died before it said so.
    async fn look_if_missed(&mut self) -> Result<(), Failure> {
        let db = self.app.database.connection();
        let (_, latest) = store::notifications::counts(db, self.user).await?;
        if latest > self.last { self.look().await } else { Ok(()) }
    }

    /// What came meanwhile, and how many are unread.
    async fn look(&mut self) -> Result<(), Failure> {
        let (unread, latest) =
            store::notifications::counts(self.app.database.connection(), self.user).await?;
        // Who knows of more than there is begins anew with what is there.
        self.last = self.last.min(latest);
        if latest > self.last {
            self.catch_up(None).await?;
        }
        self.waiting.push_back(Told::Unread(unread));
        Ok(())
    }

    /// What came after the last one that was told, the oldest first; those below a number if one is given.
    async fn catch_up(&mut self, below: Option<i64>) -> Result<(), Failure> {
        let db = self.app.database.connection();
        let wanted = Wanted { above: Some(self.last), below, ..Wanted::default() };
        let (missed, more) = some(&self.app, self.user, wanted, CATCH_UP).await?;
        let unread = match more {
            Some(_) => Some(store::notifications::counts(db, self.user).await?.0),
            None => None,
        };
        missed.into_iter().rev().for_each(|notification| self.tell(notification));
        if let Some(unread) = unread {
            self.waiting.push_back(Told::Unread(unread));
        }
        Ok(())
    }

    fn tell(&mut self, notification: Notification) {
        self.last = notification.number;
        self.remember(notification.number, notification.count);
        self.waiting.push_back(Told::Notification(notification));
    }

    /// Whether what was told happened more often than it was told.
    fn has_grown(&self, number: i64, count: u32) -> bool {
        let told = self.bursts.iter().find(|(known, _)| *known == number);
        count > told.map_or(1, |(_, count)| *count)
    }

    fn remember(&mut self, number: i64, count: u32) {
        if count > 1 {
            self.bursts.retain(|(known, _)| *known != number);
            self.bursts.truncate(BURSTS - 1);
            self.bursts.push_front((number, count));
        }
    }
}

/// An open window, among the figures.
struct Counted;

impl Counted {
    fn new() -> Self {
        metrics::gauge!("notification_streams").increment(1.0);
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        metrics::gauge!("notification_streams").decrement(1.0);
    }
}
