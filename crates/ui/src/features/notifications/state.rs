//! What a window knows of its person's notifications: how many are unread, and those that it has read.

use std::{future::Future, pin::Pin};

use dioxus::prelude::*;
use domain::{
    AppError, ErrorCode, Texts,
    account::Me,
    notification::{Notification, NotificationFilter, NotificationKind, NotificationsPage, Told, UNREAD_MAX},
    security::SecurityEventKind,
};
use server::rpc::{
    RpcError,
    notifications::{mark_all_notifications, mark_notification, read_notifications},
};

use super::known::Known;
use crate::{
    components::Toasts,
    platform,
    state::{AppState, use_app_state, use_texts},
};

/// How many are shown by themselves in [`A_WHILE_MS`]; the rest becomes one message.
const AT_ONCE: u32 = 3;
/// How long a while is.
const A_WHILE_MS: u32 = 5000;
/// How many of those that came are remembered.
const CAME_MAX: usize = 100;

/// The notifications of the person in the frame, for the bell, the page and the stream.
#[derive(Clone, Copy, PartialEq)]
pub struct Notices {
    /// How many are unread, up to [`UNREAD_MAX`].
    unread: Signal<u32>,
    /// The number of the latest that the window has heard of.
    latest: Signal<i64>,
    all: Signal<Option<Known>>,
    unread_only: Signal<Option<Known>>,
    /// The ones that came while the window was open: a page that was on its way may not hold them.
    came: Signal<Vec<Notification>>,
    /// How many were shown by themselves in this while, and how many waited.
    shown: Signal<u32>,
    waiting: Signal<u32>,
    /// Does something that outlives the row it began in, but not the frame.
    work: Callback<Pin<Box<dyn Future<Output = ()>>>>,
    state: AppState,
    toasts: Toasts,
    texts: Texts,
}

/// Those of the frame around this page.
pub fn use_notices() -> Notices {
    use_context()
}

/// Begins with what is known of the person.
pub fn use_notices_provider(me: &Me) -> Notices {
    let (state, toasts, texts) = (use_app_state(), use_context(), use_texts());
    let work = use_callback(|work: Pin<Box<dyn Future<Output = ()>>>| {
        spawn(work);
    });
    use_context_provider(|| Notices {
        unread: Signal::new(me.unread),
        latest: Signal::new(me.latest),
        all: Signal::new(None),
        unread_only: Signal::new(None),
        came: Signal::new(Vec::new()),
        shown: Signal::new(0),
        waiting: Signal::new(0),
        work,
        state,
        toasts,
        texts,
    })
}

impl Notices {
    /// How many are unread, in figures; nothing when none is.
    pub fn badge(self) -> Option<String> {
        match *self.unread.read() {
            0 => None,
            UNREAD_MAX.. => Some(format!("{}+", UNREAD_MAX - 1)),
            some => Some(some.to_string()),
        }
    }

    /// Whether any is unread, for code that must not be run again by a change.
    pub fn has_unread(self) -> bool {
        *self.unread.peek() > 0
    }

    /// The number after which everything is new.
    pub fn latest(self) -> i64 {
        *self.latest.peek()
    }

    /// What is known so far; nothing before the first page is there.
    pub fn known(self, filter: NotificationFilter) -> Option<Known> {
        self.list(filter).read().clone()
    }

    /// Whether the first page is there.
    pub fn has(self, filter: NotificationFilter) -> bool {
        self.list(filter).peek().is_some()
    }

    /// The latest that is known of those that are `wanted`. Whoever asks hears of the next one too.
    pub fn latest_of(self, wanted: impl Fn(&Notification) -> bool) -> Option<Notification> {
        let (came, all) = (self.came.read(), self.all.read());
        // Of one in both the list knows whether it is read.
        let known = came.iter().chain(all.iter().flat_map(|known| &known.items));
        known
            .filter(|notification| wanted(notification))
            .max_by_key(|notification| notification.number)
            .cloned()
    }

    fn list(self, filter: NotificationFilter) -> Signal<Option<Known>> {
        match filter {
            NotificationFilter::All => self.all,
            NotificationFilter::Unread => self.unread_only,
        }
    }

    fn lists(self) -> [Signal<Option<Known>>; 2] {
        [self.all, self.unread_only]
    }

    /// Takes the first page.
    pub fn begin(mut self, filter: NotificationFilter, page: NotificationsPage) {
        let (latest, unread) = (page.latest, page.unread);
        let mut known = Known::of(filter, page);
        for notification in self.came.peek().iter().filter(|came| came.number > latest) {
            known.put(notification);
        }
        self.list(filter).set(Some(known));
        // What the stream brought meanwhile is newer than the page.
        if latest >= *self.latest.peek() {
            self.latest.set(latest);
            self.unread.set(unread);
        }
    }

    /// Reads the first page.
    ///
    /// # Errors
    /// Those of [`read_notifications`].
    pub async fn look(self, filter: NotificationFilter) -> Result<(), AppError> {
        let page = read_notifications(filter, None).await.map_err(|RpcError(error)| error)?;
        self.begin(filter, page);
        Ok(())
    }

    /// Reads the next page.
    ///
    /// # Errors
    /// Those of [`read_notifications`].
    pub async fn read_on(self, filter: NotificationFilter, next: i64) -> Result<(), AppError> {
        let page = read_notifications(filter, Some(next)).await.map_err(|RpcError(error)| error)?;
        let mut list = self.list(filter);
        // Meanwhile the list may have begun anew.
        if let Some(known) = list.write().as_mut().filter(|known| known.next == Some(next)) {
            known.extend(page);
        }
        Ok(())
    }

    /// Takes in what the stream tells.
    pub fn hear(mut self, told: Told) {
        match told {
            Told::Notification(notification) => self.hear_of(&notification),
            Told::Unread(unread) if unread == *self.unread.peek() => {}
            // Some were marked elsewhere.
            Told::Unread(unread) => {
                self.unread.set(unread);
                if unread == 0 {
                    self.read_up_to(self.latest());
                } else {
                    self.work.call(Box::pin(self.refresh()));
                }
            }
        }
    }

    fn hear_of(mut self, notification: &Notification) {
        let new = notification.number > self.latest();
        self.put(notification);
        self.remember(notification);
        if !new {
            return;
        }
        self.latest.set(notification.number);
        if !notification.read {
            self.count(true);
            self.announce(notification);
        }
    }

    /// One more is unread, or one less.
    fn count(mut self, more: bool) {
        let unread = *self.unread.peek();
        // Beyond the most nobody knows how many there are.
        if unread < UNREAD_MAX {
            self.unread.set(if more { unread + 1 } else { unread.saturating_sub(1) });
        }
    }

    /// Reads the first pages again, of the lists that there are.
    async fn refresh(self) {
        for filter in NotificationFilter::ALL.iter().copied().filter(|filter| self.has(*filter)) {
            // Should it fail, what is shown is a little old: no reason to disturb anybody.
            if let Ok(page) = read_notifications(filter, None).await
                && let Some(known) = self.list(filter).write().as_mut()
            {
                known.refresh(page);
            }
        }
    }

    fn read_up_to(self, number: i64) {
        for mut list in self.lists() {
            if let Some(known) = list.write().as_mut() {
                known.read_up_to(number);
            }
        }
    }

    fn remember(mut self, notification: &Notification) {
        let mut came = self.came.write();
        came.retain(|known| known.id != notification.id);
        came.push(notification.clone());
        if came.len() > CAME_MAX {
            came.remove(0);
        }
    }

    fn put(self, notification: &Notification) {
        for mut list in self.lists() {
            if let Some(known) = list.write().as_mut() {
                known.put(notification);
            }
        }
    }

    /// Shows and says it. Many at a time become one message. Of what is about the account's safety, what the
    /// person most likely did just now themselves is not said: the page that they did it on says so. The rest
    /// always is.
    fn announce(mut self, notification: &Notification) {
        let is_security = notification.kind == NotificationKind::Security;
        if is_security && !notification.event.is_some_and(SecurityEventKind::needs_a_look) {
            return;
        }
        if *self.shown.peek() >= AT_ONCE && !is_security {
            self.waiting += 1;
            return;
        }
        self.toasts.news(notification.headline(self.texts));
        self.shown += 1;
        if *self.shown.peek() == 1 {
            self.work.call(Box::pin(self.end_while()));
        }
    }

    async fn end_while(mut self) {
        platform::sleep(A_WHILE_MS).await;
        self.shown.set(0);
        let waited = self.waiting.replace(0);
        if waited > 0 {
            self.toasts.news(self.texts.notices_more(u64::from(waited)));
        }
    }

    /// Marks one as read or unread: at once here, then on the server.
    pub fn mark(self, notification: &Notification, read: bool) {
        if notification.read == read {
            return;
        }
        let (before, latest) = (notification.clone(), self.latest());
        self.put(&Notification { read, ..before.clone() });
        self.count(!read);
        self.work.call(Box::pin(async move {
            match mark_notification(before.id, read).await {
                Ok(unread) => self.unread_as_of(latest, unread),
                Err(RpcError(error)) => {
                    self.put(&before);
                    self.count(read);
                    self.tell(&error);
                }
            }
        }));
    }

    /// Marks all as read that the window has heard of.
    pub fn mark_all(self) {
        let up_to = self.latest();
        let before = (*self.unread.peek(), self.lists().map(|list| list.peek().clone()));
        self.read_up_to(up_to);
        self.unread_is(0);
        self.work.call(Box::pin(async move {
            match mark_all_notifications(up_to).await {
                Ok(unread) => {
                    self.unread_as_of(up_to, unread);
                    self.toasts.success(self.texts.notices_all_read());
                }
                Err(RpcError(error)) => {
                    let (unread, lists) = before;
                    let came =
                        self.came.peek().iter().filter(|came| came.number > up_to && !came.read).count();
                    let came = u32::try_from(came).unwrap_or(UNREAD_MAX);
                    self.unread_is(unread.saturating_add(came).min(UNREAD_MAX));
                    for (mut list, before) in self.lists().into_iter().zip(lists) {
                        list.set(before);
                    }
                    for came in self.came.peek().iter().filter(|came| came.number > up_to) {
                        self.put(came);
                    }
                    self.tell(&error);
                }
            }
        }));
    }

    /// Takes what the server counted when `latest` was the last. What came while its answer was on its way is counted
    /// here already, and may not be in it.
    fn unread_as_of(self, latest: i64, unread: u32) {
        if self.latest() == latest {
            self.unread_is(unread);
        }
    }

    fn unread_is(mut self, unread: u32) {
        self.unread.set(unread);
    }

    /// Says what went wrong. A session that has ended has its dialog.
    fn tell(mut self, error: &AppError) {
        if error.code == ErrorCode::SignedOut {
            self.state.signed_out.set(true);
        } else {
            self.toasts.failure(error.text(self.texts));
        }
    }
}
