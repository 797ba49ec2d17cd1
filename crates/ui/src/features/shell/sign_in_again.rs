//! The dialog over a form whose session has ended: the same person logs in, the form stays.

use dioxus::prelude::*;
use domain::{
    AppError, ErrorCode, Field,
    identity::{Password, SignedIn},
};
use server::rpc::{RpcError, account};

use crate::{
    components::{Dialog, Emphasised, PasswordField, SubmitButton, Toasts},
    features::{
        auth::log_in,
        submission::{SubmissionBanner, text_of, use_submission},
    },
    platform,
    routes::Route,
    state::{use_app_state, use_me, use_texts},
};

/// Before the field's key, because the form below has fields too.
const PREFIX: &str = "again-";

/// The dialog.
#[component]
pub fn SignInAgain() -> Element {
    let texts = use_texts();
    let mut state = use_app_state();
    let me = use_me();
    let toasts: Toasts = use_context();
    let navigator = use_navigator();
    let submission = use_submission(PREFIX);
    let open = use_memo(move || *state.signed_out.read());
    let mut close = move || {
        submission.clear();
        state.signed_out.set(false);
    };
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let password = Password::new(text_of(&event, "password"));
        submission.start(async move {
            let before = me.peek().clone();
            match log_in(before.email, password).await? {
                SignedIn::Done { .. } => {
                    let now = account::me().await.map_err(|RpcError(error)| error)?;
                    // Somebody else's account: nothing of this page may be saved into it.
                    if now.id != before.id {
                        platform::reload();
                    }
                    toasts.success(texts.again_done());
                }
                SignedIn::ConfirmFirst { flow } => {
                    navigator.push(Route::Confirm { flow: flow.to_string() });
                }
            }
            state.signed_out.set(false);
            Ok(())
        });
    };
    let email = me.read().email.clone();
    // With the address fixed, wrong credentials are a wrong password.
    let wrong = submission.error().filter(|error| error.code == ErrorCode::WrongCredentials);
    let problem = wrong.as_ref().map(|error: &AppError| error.text(texts));
    rsx! {
        Dialog { id: "again", open, oncancel: move |()| close(),
            form { class: "dialog-body", method: "post", action: "/forms/login", novalidate: true, onsubmit,
                div {
                    h2 { class: "dialog-title", id: "again-title", {texts.again_title()} }
                    p { class: "dialog-text", id: "again-text",
                        Emphasised { text: texts.again_text(&email), part: email.clone() }
                    }
                }
                if problem.is_none() {
                    SubmissionBanner { submission }
                }
                input { r#type: "hidden", name: "email", autocomplete: "username", value: email.clone() }
                PasswordField {
                    id: "again-password",
                    label: texts.password(),
                    autocomplete: "current-password",
                    show_label: texts.password_show(),
                    autofocus: true,
                    problem: problem.clone().or_else(|| submission.problem(Field::Password, texts)),
                }
                div { class: "actions",
                    button { class: "button", r#type: "button", onclick: move |_| close(), {texts.cancel()} }
                    SubmitButton { label: texts.log_in(), busy: submission.busy() }
                }
            }
        }
    }
}
