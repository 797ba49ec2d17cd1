//! Telling the windows that hang on this process.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use async_trait::async_trait;
use domain::UserId;
use tokio::sync::broadcast::{Receiver, Sender, channel};

use crate::ports::broadcast::{Broadcast, Heard, News};

/// So many are kept for a window that is slow; one that lags further behind looks again.
const KEPT: usize = 32;

/// The windows of this process, by whose they are.
#[derive(Default)]
pub struct Local {
    people: Mutex<HashMap<UserId, Sender<Heard>>>,
}

impl Local {
    fn tell_one(&self, user: UserId, heard: Heard) {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        // Fails when the last of the person's windows is closed.
        if people.get(&user).is_some_and(|windows| windows.send(heard).is_err()) {
            people.remove(&user);
        }
    }
}

#[async_trait]
impl Broadcast for Local {
    async fn tell(&self, news: News) {
        match news {
            News::Notification { notification, to } => {
                for (user, number) in to {
                    self.tell_one(
                        user,
                        Heard::Notification(domain::notification::Notification {
                            number,
                            ..notification.clone()
                        }),
                    );
                }
            }
            News::Look { people } => people.into_iter().for_each(|user| self.tell_one(user, Heard::Look)),
        }
    }

    fn follow(&self, user: UserId) -> Receiver<Heard> {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        people.entry(user).or_insert_with(|| channel(KEPT).0).subscribe()
    }
}
