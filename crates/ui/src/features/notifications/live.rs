//! The stream that brings what happens into every open window, without being asked.

use dioxus::{core::Task, prelude::*};
use domain::{ErrorCode, UserId, notification::Told};
use server::rpc::{RpcError, notifications::follow_notifications};

use super::state::Notices;
use crate::{
    platform::{self, Heard},
    state::use_app_state,
};

/// How long a lost stream waits for its next try at most, at first and later.
const PAUSE_MS: (u32, u32) = (1000, 30_000);

/// A window that follows.
#[derive(Clone, Copy)]
struct Window {
    notices: Notices,
    person: UserId,
    /// Whether it is out of sight.
    hidden: Signal<bool>,
}

/// Keeps the window told as long as the frame is there. Once the session has ended it rests, and goes on when the
/// person has logged in again. It asks nobody to: that is for whatever the person does next.
pub fn use_live(notices: &Notices, person: UserId) {
    let ended = use_app_state().signed_out;
    let window = Window { notices: *notices, person, hidden: use_signal(|| false) };
    let ears = use_coroutine(move |mut heard: UnboundedReceiver<Heard>| async move {
        while let Ok(heard) = heard.recv().await {
            window.hear(heard);
        }
    });
    platform::use_windows(&person.to_string(), move |heard| ears.send(heard));
    let mut running = use_signal(|| None::<Task>);
    use_effect(move || {
        let before = running.replace(None);
        if let Some(task) = before {
            task.cancel();
        }
        let hidden = *window.hidden.read();
        if !*ended.read() {
            running.set(Some(spawn(window.follow(hidden))));
        }
    });
}

impl Window {
    fn hear(mut self, heard: Heard) {
        match heard {
            Heard::Hidden(hidden) => self.hidden.set(hidden),
            // In sight it counts for itself, and the other may be a moment behind.
            Heard::Told(Told::Unread(_)) if !*self.hidden.peek() => {}
            Heard::Told(told) => self.notices.hear(told),
        }
    }

    /// Follows until the session ends; out of sight for all such windows, when it is its turn.
    async fn follow(self, hidden: bool) {
        let person = self.person.to_string();
        let _turn = if hidden { platform::turn(&person).await } else { None };
        let (first, longest) = PAUSE_MS;
        let mut pause = first;
        loop {
            match self.connect(hidden.then_some(&person)).await {
                Ok(()) => pause = first,
                Err(ErrorCode::SignedOut) => return,
                Err(_) => {}
            }
            // Not all windows of a server that comes back at the same moment.
            platform::sleep(pause / 2 + platform::chance(pause / 2)).await;
            pause = longest.min(2 * pause);
        }
    }

    /// Takes in what the stream tells until it ends: all after the latest number known, so that nothing is missed
    /// in between. Passes it on to the other windows of the person, if there is one.
    async fn connect(self, others_of: Option<&String>) -> Result<(), ErrorCode> {
        let stream = follow_notifications(self.notices.latest()).await;
        let mut stream = stream.map_err(|RpcError(error)| error.code)?;
        while let Some(told) = stream.recv().await {
            match told {
                Ok(told) => {
                    if let Some(person) = others_of {
                        platform::tell_windows(person, &told);
                    }
                    self.notices.hear(told);
                }
                // Of a newer server: there is more to come.
                Err(ServerFnError::Serialization(_)) => {}
                Err(_) => break,
            }
        }
        Ok(())
    }
}
