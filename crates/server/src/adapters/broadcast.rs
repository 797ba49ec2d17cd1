//! Telling the windows that hang on this process.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use domain::UserId;
use tokio::sync::broadcast::{Receiver, Sender, channel};

use crate::ports::broadcast::{Broadcast, Heard, News};

/// So many are kept for a window that is slow; one that lags further behind looks again.
const KEPT: usize = 32;
/// So many windows of one person may hang here: more than anybody looks at.
const WINDOWS_MAX: usize = 20;
/// With fewer people nobody looks for those who are gone.
const TIDY_FROM: usize = 64;

/// The windows of this process, by whose they are.
#[derive(Default)]
pub struct Local {
    people: Mutex<People>,
}

#[derive(Default)]
struct People {
    windows: HashMap<UserId, Sender<Heard>>,
    /// With as many people, those whose windows are all closed are looked for.
    tidy_at: usize,
}

impl People {
    fn tell(&mut self, user: UserId, heard: Heard) {
        // Fails when the last of the person's windows is closed.
        if self.windows.get(&user).is_some_and(|windows| windows.send(heard).is_err()) {
            self.windows.remove(&user);
        }
    }

    /// Makes room: at most half of the places are ever of people who are gone.
    fn tidy(&mut self) {
        if self.windows.len() >= self.tidy_at.max(TIDY_FROM) {
            self.windows.retain(|_, windows| windows.receiver_count() > 0);
            self.tidy_at = 2 * self.windows.len();
        }
    }
}

impl Local {
    /// Tells all windows of this process.
    pub fn deliver(&self, news: News) {
        let mut people = self.people();
        match news {
            News::Notification { notification, to } => {
                let notification = Arc::new(notification);
                for (user, number) in to {
                    people
                        .tell(user, Heard::Notification { notification: Arc::clone(&notification), number });
                }
            }
            News::Look { people: who } => who.into_iter().for_each(|user| people.tell(user, Heard::Look)),
        }
    }

    /// Has everybody look again: who knows what they missed.
    pub fn look_all(&self) {
        self.people().windows.retain(|_, windows| windows.send(Heard::Look).is_ok());
    }

    fn people(&self) -> MutexGuard<'_, People> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Broadcast for Local {
    async fn tell(&self, news: News) {
        self.deliver(news);
    }

    fn follow(&self, user: UserId) -> Option<Receiver<Heard>> {
        let mut people = self.people();
        people.tidy();
        let windows = people.windows.entry(user).or_insert_with(|| channel(KEPT).0);
        (windows.receiver_count() < WINDOWS_MAX).then(|| windows.subscribe())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn person(number: u128) -> UserId {
        UserId(Uuid::from_u128(number))
    }

    #[tokio::test]
    async fn each_hears_what_is_for_them() {
        let local = Local::default();
        let mut first = local.follow(person(1)).expect("a window");
        let mut second = local.follow(person(1)).expect("a window");
        let mut other = local.follow(person(2)).expect("a window");
        local.tell(News::Look { people: vec![person(1), person(3)] }).await;
        assert_eq!(first.recv().await, Ok(Heard::Look));
        assert_eq!(second.recv().await, Ok(Heard::Look));
        assert!(other.try_recv().is_err());
        local.look_all();
        assert_eq!(other.recv().await, Ok(Heard::Look));
    }

    #[test]
    fn a_person_has_so_many_windows_and_a_closed_one_makes_room() {
        let local = Local::default();
        let mut windows: Vec<_> =
            (0..WINDOWS_MAX).map(|_| local.follow(person(1)).expect("a window")).collect();
        assert!(local.follow(person(1)).is_none());
        assert!(local.follow(person(2)).is_some(), "somebody else's are not counted");
        windows.pop();
        assert!(local.follow(person(1)).is_some());
    }

    #[test]
    fn those_who_are_gone_take_no_room() {
        let local = Local::default();
        let stays = local.follow(person(0));
        for number in 1..10_000 {
            drop(local.follow(person(number)));
        }
        assert!(local.people().windows.len() <= TIDY_FROM);
        assert!(stays.is_some() && local.people().windows.contains_key(&person(0)));
    }
}
