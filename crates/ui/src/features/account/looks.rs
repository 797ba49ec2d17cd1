//! Looking again at what changes by itself while a page is open.

use std::future::Future;

use dioxus::{core::Task, prelude::*};
use domain::ErrorCode;

use crate::{platform, state::use_app_state};

/// How long until the next look, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pauses {
    /// While the server answers.
    pub usual: u32,
    /// At most while it does not.
    pub longest: u32,
}

impl Pauses {
    /// The one that follows this pause and that answer; none once the session has ended.
    fn next(self, pause: u32, answer: Result<(), ErrorCode>) -> Option<u32> {
        match answer {
            Ok(()) => Some(self.usual),
            Err(ErrorCode::SignedOut) => None,
            Err(_) => Some(self.longest.min(pause.saturating_mul(2))),
        }
    }
}

/// Looks again and again while it is `wanted` and the person sees the page, and at once when they come back to it.
/// Once the session has ended it rests, and goes on when the person has logged in again or comes back. It asks nobody
/// to log in: that is for whatever the person does next.
pub fn use_looks<L>(
    wanted: impl Fn() -> bool + 'static,
    pauses: Pauses,
    look: impl Fn() -> L + Copy + 'static,
) where
    L: Future<Output = Result<(), ErrorCode>> + 'static,
{
    let ended = use_app_state().signed_out;
    let returns = use_signal(|| 0_u32);
    let mut running = use_signal(|| None::<Task>);
    // A look under way is not broken off for another.
    let mut looking = use_hook(|| CopyValue::new(false));
    platform::use_return(move || {
        if !*looking.peek() {
            let mut returns = returns;
            returns += 1;
        }
    });
    let follow = move |at_once: bool| async move {
        let mut pause = if at_once { 0 } else { pauses.usual };
        loop {
            platform::sleep(pause).await;
            pause = pause.max(pauses.usual);
            if !platform::in_sight() {
                continue;
            }
            looking.set(true);
            let answer = look().await;
            looking.set(false);
            let Some(next) = pauses.next(pause, answer) else { return };
            pause = next;
        }
    };
    let mut seen = use_hook(|| CopyValue::new(0_u32));
    use_effect(move || {
        if let Some(task) = running.replace(None) {
            task.cancel();
            looking.set(false);
        }
        let now = *returns.read();
        let returned = seen.replace(now) != now;
        if wanted() && !*ended.read() {
            running.set(Some(spawn(follow(returned))));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSES: Pauses = Pauses { usual: 2, longest: 30 };

    #[test]
    fn pauses_grow_while_there_is_no_answer_and_end_with_the_session() {
        let refused = Err(ErrorCode::Unavailable);
        let mut pause = PAUSES.usual;
        let mut pauses = Vec::new();
        for _ in 0..6 {
            pause = PAUSES.next(pause, refused).unwrap_or_default();
            pauses.push(pause);
        }
        assert_eq!(pauses, [4, 8, 16, 30, 30, 30]);
        assert_eq!(PAUSES.next(30, Ok(())), Some(2));
        assert_eq!(PAUSES.next(2, Err(ErrorCode::SignedOut)), None);
    }
}
