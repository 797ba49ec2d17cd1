//! What is known of the exports: what the page came with, then what each answer says.

use std::future::Future;

use dioxus::{core::Task, prelude::*};
use domain::{AppError, ErrorCode, Texts, account::Exports};
use server::rpc::{
    RpcResult,
    account::{read_exports, request_export},
};

use super::words::{Ended, ended, under_way};
use crate::{
    components::Toasts,
    features::{
        shell::{StepUp, use_step_up},
        submission::Submission,
    },
    platform::{self, Saved},
    state::use_texts,
};

/// The id of the card.
pub const CARD: &str = "export";
/// How long until the next look at what is under way: at first, and at most when the server does not answer.
const PAUSE_MS: (u32, u32) = (2000, 30_000);

/// The exports.
#[derive(Clone, Copy, PartialEq)]
pub struct ExportsNow {
    now: Signal<Exports>,
    /// Counts what was heard, so that an answer on its way is not taken for later than it is.
    heard: CopyValue<u32>,
    step_up: StepUp,
    toasts: Toasts,
    texts: Texts,
}

/// Begins with the `first` answer. Looks again while something is under way and the card is there.
pub fn use_exports_provider(first: Exports) -> ExportsNow {
    let (step_up, toasts, texts) = (use_step_up(), use_context(), use_texts());
    let exports =
        use_hook(|| ExportsNow { now: Signal::new(first), heard: CopyValue::new(0), step_up, toasts, texts });
    let waiting = use_memo(move || under_way(&exports.now.read()));
    let mut running = use_signal(|| None::<Task>);
    use_effect(move || {
        let before = running.replace(None);
        if let Some(task) = before {
            task.cancel();
        }
        if waiting() {
            running.set(Some(spawn(exports.follow())));
        }
    });
    exports
}

impl ExportsNow {
    /// What is known.
    pub fn now(self) -> Exports {
        self.now.read().clone()
    }

    /// Takes in an answer, and tells what it ends.
    pub fn take(mut self, now: Exports) {
        match ended(&self.now.peek(), &now) {
            Some(Ended::Ready) => self.toasts.success(self.texts.export_ready_now()),
            Some(Ended::Failed) => self.toasts.failure(self.texts.export_failed_now()),
            None => {}
        }
        let heard = *self.heard.peek();
        self.heard.set(heard.wrapping_add(1));
        self.now.set(now);
    }

    /// Asks for another, unless one is under way.
    pub fn ask(self, asking: Submission) {
        asking.start(async move {
            self.request().await;
            Ok(())
        });
    }

    /// The same from a row that is gone once there is another.
    pub fn ask_again(self, asking: Submission) {
        asking.start(async move {
            if self.request().await {
                platform::focus(CARD);
            }
            Ok(())
        });
    }

    /// Whether there is another now. When it was too early, the time may have come since the page did.
    async fn request(self) -> bool {
        if under_way(&self.now.peek()) {
            return false;
        }
        if self.too_early().is_some() {
            self.look_again().await;
        }
        if let Some(why_not) = self.too_early() {
            self.toasts.news(why_not);
            return false;
        }
        let Some(now) = self.prove(request_export).await else { return false };
        self.take(now);
        self.say(self.texts.export_requested());
        true
    }

    fn too_early(self) -> Option<String> {
        self.now.peek().next_at.map(|at| self.texts.export_next_at(&at.date_time(self.texts)))
    }

    /// Does what needs a proof, and says what went wrong. What is there has then changed elsewhere, or may have.
    pub async fn prove<T, F>(self, action: impl FnMut() -> F) -> Option<T>
    where
        F: Future<Output = RpcResult<T>>,
    {
        match self.step_up.run(action).await {
            Ok(done) => Some(done),
            Err(error) => {
                self.tell(&error);
                if matches!(error.code, ErrorCode::NotFound | ErrorCode::TooManyExports) {
                    self.look_again().await;
                }
                None
            }
        }
    }

    /// Looks again. What is known stays when there is no answer.
    pub async fn look_again(self) {
        self.look().await;
    }

    /// Whether the server answered.
    async fn look(self) -> bool {
        let heard = *self.heard.peek();
        let Ok(now) = read_exports().await else { return false };
        // Meanwhile the person may have asked for one, or deleted one.
        if *self.heard.peek() == heard {
            self.take(now);
        }
        true
    }

    /// Looks again and again while something is under way and the person sees it. It asks nobody to log in: that
    /// is for whatever the person does next.
    async fn follow(self) {
        let (first, longest) = PAUSE_MS;
        let mut pause = first;
        while under_way(&self.now.peek()) {
            platform::sleep(pause).await;
            if platform::in_sight() {
                pause = if self.look().await { first } else { longest.min(2 * pause) };
            }
        }
    }

    /// Says where a file is, when the browser does not.
    pub fn saved(self, saved: Saved) {
        match saved {
            Saved::ByBrowser => {}
            Saved::At(path) => self.say(self.texts.export_saved(&path)),
            Saved::Refused(error) => self.tell(&error),
            Saved::Unwritten => self.toasts.failure(self.texts.export_not_saved()),
        }
    }

    /// Says that something worked.
    pub fn say(self, text: impl Into<String>) {
        self.toasts.success(text);
    }

    /// Says what went wrong. A proof that was not given, and a session that has ended, have their dialogs.
    fn tell(self, error: &AppError) {
        if !matches!(error.code, ErrorCode::StepUp | ErrorCode::SignedOut) {
            self.toasts.failure(error.text(self.texts));
        }
    }
}
