//! "Confirm that it is you": the question that stands before something sensitive when the sign-in is
//! some time ago. Once it is answered, what was asked for goes on by itself.

use std::future::Future;

use dioxus::prelude::*;
use domain::{AppError, ErrorCode, Field, identity::Password};
use futures_channel::oneshot::{Sender, channel};
use server::rpc::{RpcError, RpcResult, auth::step_up};

use crate::{
    components::{Dialog, PasswordField, SubmitButton},
    features::submission::{SubmissionBanner, in_time, text_of, use_submission},
    routes::Route,
    state::{use_app_state, use_me, use_texts},
};

/// Before the field's key, because the page below may have such a field too.
const PREFIX: &str = "step-up-";

/// Does what the server may want a fresh proof for.
#[derive(Clone, Copy, PartialEq)]
pub struct StepUp {
    signed_out: Signal<bool>,
    /// Those who wait to hear whether the person confirmed.
    waiting: Signal<Vec<Sender<bool>>>,
}

/// The question of the frame around this page.
pub fn use_step_up() -> StepUp {
    use_context()
}

/// Gives the pages inside their question. The frame also shows the [`StepUpDialog`].
pub fn use_step_up_provider() {
    let signed_out = use_app_state().signed_out;
    use_context_provider(|| StepUp { signed_out, waiting: Signal::new(Vec::new()) });
}

impl StepUp {
    /// Does `action`. Where the server wants to know first who it is, asks the person, and does it again.
    ///
    /// # Errors
    /// Those of `action`. [`ErrorCode::StepUp`] says that the person cancelled: nothing has happened, and
    /// nothing needs to be said about it.
    pub async fn run<T, F>(mut self, mut action: impl FnMut() -> F) -> Result<T, AppError>
    where
        F: Future<Output = RpcResult<T>>,
    {
        loop {
            let RpcError(error) = match in_time(action()).await {
                Ok(done) => return Ok(done),
                Err(error) => error,
            };
            if error.code == ErrorCode::SignedOut {
                self.signed_out.set(true);
            }
            if error.code != ErrorCode::StepUp || !self.ask().await {
                return Err(error);
            }
        }
    }

    /// Opens the dialog and waits for its end. Several can wait for the same answer.
    async fn ask(mut self) -> bool {
        let (answer, answered) = channel();
        self.waiting.write().push(answer);
        answered.await.unwrap_or(false)
    }

    /// Closes the dialog.
    fn answer(mut self, confirmed: bool) {
        for waiting in self.waiting.take() {
            // Fails when the page that asked is gone.
            let _ = waiting.send(confirmed);
        }
    }
}

/// The dialog.
#[component]
pub fn StepUpDialog() -> Element {
    let texts = use_texts();
    let me = use_me();
    let mut state = use_app_state();
    let step_up_state = use_step_up();
    let submission = use_submission(PREFIX);
    let open = use_memo(move || !step_up_state.waiting.read().is_empty());
    let cancel = move || {
        submission.clear();
        step_up_state.answer(false);
    };
    use_end_on_leaving(step_up_state);
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let password = Password::new(text_of(&event, "password"));
        submission.start(async move {
            password.present()?;
            let proved = step_up(password).await.map_err(|RpcError(error)| error);
            if proved.as_ref().is_err_and(|error| error.code == ErrorCode::SignedOut) {
                // There is another dialog for that, and nothing to carry on with.
                step_up_state.answer(false);
                state.signed_out.set(true);
                return Ok(());
            }
            proved?;
            step_up_state.answer(true);
            Ok(())
        });
    };
    let email = me.read().email.clone();
    rsx! {
        Dialog { id: "step-up", open, oncancel: move |()| cancel(),
            form { class: "dialog-body", method: "post", novalidate: true, onsubmit,
                div {
                    h2 { class: "dialog-title", id: "step-up-title", {texts.step_up_title()} }
                    p { class: "dialog-text", id: "step-up-text", {texts.step_up_text()} }
                }
                SubmissionBanner { submission }
                // For password managers: whose password this is.
                input { r#type: "hidden", name: "email", autocomplete: "username", value: email }
                PasswordField {
                    id: "step-up-password",
                    label: texts.password(),
                    autocomplete: "current-password",
                    show_label: texts.password_show(),
                    autofocus: true,
                    problem: submission.problem(Field::Password, texts),
                    oninput: move |_| submission.clear_field(Field::Password),
                }
                div { class: "actions",
                    button { class: "button", r#type: "button", onclick: move |_| cancel(), {texts.cancel()} }
                    SubmitButton { label: texts.step_up_submit(), busy: submission.busy() }
                }
            }
        }
    }
}

/// The browser's back button takes away the page that asked.
fn use_end_on_leaving(step_up: StepUp) {
    let here = use_route::<Route>();
    let mut asked_on = use_signal(|| here.clone());
    use_effect(use_reactive!(|here| {
        if *asked_on.peek() != here {
            asked_on.set(here);
            step_up.answer(false);
        }
    }));
}
