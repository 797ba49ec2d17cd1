//! What is known of the exports: what the page came with, then what each answer says.

use std::future::Future;

use dioxus::{core::spawn_forever, prelude::*};
use domain::{
    AppError, ErrorCode, Texts,
    account::{Export, ExportId, Exports},
};
use futures_channel::oneshot::channel;
use server::rpc::{
    RpcError, RpcResult,
    account::{open_export, read_exports, request_export},
};

use super::words::{Ended, ended, under_way};
use crate::{
    components::Toasts,
    features::{
        account::looks::{Pauses, use_looks},
        shell::{StepUp, use_step_up},
        submission::Submission,
    },
    platform::{self, Saved},
    state::use_texts,
};

/// The id of the card.
pub const CARD: &str = "export";
/// How long until the next look at what is under way.
const PAUSES: Pauses = Pauses { usual: 2000, longest: 30_000 };

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
    use_looks(
        move || *waiting.read(),
        PAUSES,
        move || async move { exports.look().await.map_err(|error| error.code) },
    );
    exports
}

impl ExportsNow {
    /// What is known.
    pub fn now(self) -> Exports {
        self.now.read().clone()
    }

    /// Whether this one is under way, ready or failed as it was then, as far as is known.
    pub fn is_still(self, before: &Export) -> bool {
        let alike = |now: &Export| now.id == before.id && now.state.is_like(before.state);
        self.now.peek().list.iter().any(alike)
    }

    /// How this one has ended, which was under way then, as far as is known.
    pub fn end_of(self, before: &Export) -> Option<Ended> {
        let before = Exports { list: vec![before.clone()], next_at: None };
        ended(&before, &self.now.peek())
    }

    /// Tells it.
    pub fn tell_end(self, end: Ended) {
        match end {
            Ended::Ready => self.toasts.success(self.texts.export_ready_now()),
            Ended::Failed => self.toasts.failure(self.texts.export_failed_now()),
        }
    }

    /// Takes in an answer, and tells what it ends.
    pub fn take(mut self, now: Exports) {
        if let Some(end) = ended(&self.now.peek(), &now) {
            self.tell_end(end);
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
            let Some(now) = self.prove(read_exports).await else { return false };
            self.take(now);
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
        let _ = self.look().await;
    }

    /// Looks again.
    ///
    /// # Errors
    /// Those of [`read_exports`].
    pub async fn look(self) -> Result<(), AppError> {
        let heard = *self.heard.peek();
        let now = read_exports().await.map_err(|RpcError(error)| error)?;
        // Meanwhile the person may have asked for one, or deleted one.
        if *self.heard.peek() == heard {
            self.take(now);
        }
        Ok(())
    }

    /// Saves the file with this name, once the person has proved who they are.
    pub async fn save(self, id: ExportId, name: String) {
        self.prove(|| self.save_once(id, name.clone())).await;
    }

    /// The file may be large: it goes on, and is told of, also when the page is gone by then.
    async fn save_once(self, id: ExportId, name: String) -> RpcResult<()> {
        open_export(id).await?;
        let (answer, answered) = channel();
        spawn_forever(async move {
            let path = format!("/settings/account/exports/{id}.zip");
            let refused = self.told(platform::save_file(&path, &name).await);
            if let Err(Some(error)) = answer.send(refused) {
                self.toasts.failure(error.text(self.texts));
            }
        });
        // Never ends without an answer.
        match answered.await.ok().flatten() {
            Some(error) => Err(RpcError(error)),
            None => Ok(()),
        }
    }

    /// Says where a file is, when the browser does not. What the server refused is left to the caller.
    fn told(self, saved: Saved) -> Option<AppError> {
        match saved {
            Saved::ByBrowser => {}
            Saved::At(path) => self.say(self.texts.export_saved(&path)),
            Saved::Broken => self.toasts.failure(self.texts.export_broken()),
            Saved::Unwritten => self.toasts.failure(self.texts.export_not_saved()),
            Saved::Refused(error) => return Some(error),
        }
        None
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
