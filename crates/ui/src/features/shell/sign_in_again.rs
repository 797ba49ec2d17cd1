//! The dialog over a form whose session has ended: the same person logs in, the form stays.

use dioxus::prelude::*;
use domain::{
    AppError, ErrorCode, Field, Texts,
    account::Me,
    identity::{Password, SignedIn},
    security::{PendingSignIn, SecondMethod},
};
use server::rpc::{RpcError, account, auth::pending_sign_in};

use crate::{
    components::{Banner, Dialog, Emphasised, Kind, PART, PasswordField, SubmitButton, Toasts},
    features::{
        auth::{PasskeyButton, SecondCode, SecondStepFields, Typed, follow, log_in},
        submission::{Submission, SubmissionBanner, in_time, text_of, use_submission},
    },
    platform,
    state::{AppState, use_app_state, use_me, use_texts},
};

/// Before the field's key, because the form below has fields too.
const PREFIX: &str = "again-";
/// The password's field.
const PASSWORD: &str = "again-password";
/// The field of the second step's code.
const CODE: &str = "again-code";

/// The dialog.
#[component]
pub fn SignInAgain() -> Element {
    let state = use_app_state();
    let navigator = use_navigator();
    let again = Again {
        texts: use_texts(),
        state,
        me: use_me(),
        toasts: use_context(),
        go: use_callback(move |outcome: SignedIn| {
            let here = state.shown.peek().clone();
            follow(navigator, here, Some(&outcome));
        }),
        submission: use_submission(PREFIX),
        pending: use_signal(|| None),
        too_late: use_signal(|| false),
    };
    let open = use_memo(move || *state.signed_out.read());
    rsx! {
        Dialog { id: "again", open, oncancel: move |()| again.leave(),
            if let Some(pending) = again.pending.read().clone() {
                SecondStep { again, pending }
            } else {
                FirstStep { again }
            }
        }
    }
}

/// A login in the dialog.
#[derive(Clone, Copy, PartialEq)]
struct Again {
    texts: Texts,
    state: AppState,
    me: Signal<Me>,
    toasts: Toasts,
    /// To the page that a login goes on with, and back here in the end.
    go: Callback<SignedIn>,
    submission: Submission,
    /// What it is waiting for after the right password.
    pending: Signal<Option<PendingSignIn>>,
    /// Whether it took too long and has to begin anew.
    too_late: Signal<bool>,
}

impl Again {
    /// Closes the dialog, without a login.
    fn leave(self) {
        self.submission.leave(|| self.close());
    }

    fn close(mut self) {
        self.state.signed_out.set(false);
        self.pending.set(None);
        self.too_late.set(false);
    }

    /// Goes on after a step.
    async fn settle(mut self, outcome: Option<SignedIn>) -> Result<(), AppError> {
        match outcome {
            Some(SignedIn::Done { .. }) => {
                let now = account::me().await.map_err(|RpcError(error)| error)?;
                // Somebody else's account: nothing of this page may be saved into it.
                if now.id != self.me.peek().id {
                    platform::reload();
                }
                self.toasts.success(self.texts.again_done());
                self.close();
            }
            Some(SignedIn::SecondStep { .. }) => {
                let pending = pending_sign_in().await.map_err(|RpcError(error)| error)?;
                self.pending.set(Some(pending));
            }
            None => {
                self.pending.set(None);
                self.too_late.set(true);
            }
            Some(elsewhere) => {
                self.close();
                self.go.call(elsewhere);
            }
        }
        Ok(())
    }
}

/// The password.
#[component]
fn FirstStep(again: Again) -> Element {
    let texts = use_texts();
    let Again { submission, me, .. } = again;
    use_effect(move || {
        // The dialog gives the focus away only when it opens.
        if *again.too_late.peek() {
            platform::focus(PASSWORD);
        }
    });
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let password = Password::new(text_of(&event, "password"));
        submission.start(async move {
            let email = me.peek().email.clone();
            in_time(async { again.settle(log_in(email, password).await?).await }).await
        });
    };
    let email = me.read().email.clone();
    // With the address fixed, wrong credentials are a wrong password.
    let wrong = submission.error().filter(|error| error.code == ErrorCode::WrongCredentials);
    let problem = wrong.as_ref().map(|error: &AppError| error.text(texts));
    rsx! {
        form { class: "dialog-body", method: "post", action: "/forms/login", novalidate: true, onsubmit,
            Heading { text: texts.again_text(PART), email: email.clone() }
            if *again.too_late.read() && submission.error().is_none() {
                Banner { kind: Kind::Info, text: texts.notice_too_late() }
            }
            if problem.is_none() {
                SubmissionBanner { submission }
            }
            input { r#type: "hidden", name: "email", autocomplete: "username", value: email.clone() }
            PasswordField {
                id: PASSWORD,
                label: texts.password(),
                autocomplete: "current-password",
                show_label: texts.password_show(),
                autofocus: true,
                problem: problem.clone().or_else(|| submission.problem(Field::Password, texts)),
                oninput: move |_| submission.clear_field(Field::Password),
            }
            Actions { again }
            PasskeyButton {
                label: texts.log_in_passkey(),
                onoutcome: move |outcome| submission.start(in_time(again.settle(outcome))),
                p { class: "divider", {texts.log_in_or()} }
            }
        }
    }
}

/// The second step.
#[component]
fn SecondStep(again: Again, pending: PendingSignIn) -> Element {
    let texts = use_texts();
    let submission = again.submission;
    let trust = use_signal(|| false);
    let mut wanted = use_signal(|| SecondCode::Authenticator);
    let kind = SecondCode::choose(&pending.methods, wanted());
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let typed = Typed::of(&event, CODE);
        submission.start(async move { in_time(async { again.settle(typed.send(kind).await?).await }).await });
    };
    rsx! {
        form { class: "dialog-body", method: "post", action: "/forms/two-factor", novalidate: true, onsubmit,
            Heading { text: kind.lead(texts, PART), email: pending.email.clone() }
            SubmissionBanner { submission }
            SecondStepFields { id: CODE, kind, submission, trust }
            Actions { again }
            if let Some(other) = kind.alternative(&pending.methods) {
                p { class: "form-link",
                    button {
                        class: "link-button",
                        r#type: "button",
                        onclick: move |_| {
                            submission.clear();
                            wanted.set(other);
                        },
                        {other.switch(texts)}
                    }
                }
            }
            if pending.methods.contains(&SecondMethod::Passkey) {
                PasskeyButton {
                    label: texts.second_step_use_passkey(),
                    trust: trust(),
                    onoutcome: move |outcome| submission.start(in_time(again.settle(outcome))),
                }
            }
        }
    }
}

#[component]
fn Heading(text: String, email: String) -> Element {
    rsx! {
        div {
            h2 { class: "dialog-title", id: "again-title", {use_texts().again_title()} }
            p { class: "dialog-text", id: "again-text",
                Emphasised { text, part: email }
            }
        }
    }
}

#[component]
fn Actions(again: Again) -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "actions",
            button {
                class: "button",
                r#type: "button",
                "aria-disabled": again.submission.busy().then_some("true"),
                onclick: move |_| again.leave(),
                {texts.cancel()}
            }
            SubmitButton { label: texts.log_in(), busy: again.submission.busy() }
        }
    }
}
