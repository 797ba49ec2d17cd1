//! Another address: its mailbox answers with a code before anything changes.

use dioxus::prelude::*;
use domain::{
    Field,
    identity::{Code, Email, FlowId},
};
use server::rpc::{
    RpcError, account,
    security::{begin_email_change, confirm_email_change, resend_email_code},
};

use super::state::use_security;
use crate::{
    components::{CodeField, Dialog, Emphasised, PART, SubmitButton, TextField},
    features::{
        auth::{ResendLink, ResendNotice, use_resend_by},
        shell::use_step_up,
        submission::{Submission, SubmissionBanner, text_of, use_submission},
    },
    platform,
    state::{use_me, use_texts},
};

/// The id of the dialog's title, which gets the focus with each step.
const TITLE: &str = "address-change-title";
const NEW: &str = "address-email";

/// How far the person is.
#[derive(Clone, PartialEq)]
enum Step {
    /// The new address is asked for.
    Address,
    /// A code is on its way to it.
    Code(FlowId, String),
    /// The address is changed.
    Done,
}

/// The dialog.
#[component]
pub fn ChangeEmailDialog(changing: Signal<bool>) -> Element {
    let submission = use_submission("address-");
    let mut changing = changing;
    let close = move |()| submission.leave(move || changing.set(false));
    rsx! {
        Dialog { id: "address-change", open: changing, oncancel: close,
            Steps { submission, onclose: close }
        }
    }
}

#[component]
fn Steps(submission: Submission, onclose: EventHandler<()>) -> Element {
    let step = use_signal(|| Step::Address);
    let now = step.read().clone();
    match now {
        Step::Address => rsx! { AddressForm { step, submission, onclose } },
        Step::Code(flow, email) => rsx! { CodeForm { step, flow, email, onclose } },
        Step::Done => rsx! { Done { onclose } },
    }
}

#[component]
fn AddressForm(step: Signal<Step>, submission: Submission, onclose: EventHandler<()>) -> Element {
    let texts = use_texts();
    let step_up = use_step_up();
    let mut step = step;
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let typed = text_of(&event, NEW);
        submission.start(async move {
            let email = Email::parse(&typed)?.as_str().to_owned();
            let flow = step_up.run(|| begin_email_change(email.clone())).await?;
            step.set(Step::Code(flow, email));
            Ok(())
        });
    };
    rsx! {
        form { class: "dialog-body", method: "post", novalidate: true, onsubmit,
            div {
                h2 { class: "dialog-title", id: TITLE, {texts.email_change()} }
                p { class: "dialog-text", id: "address-change-text", {texts.email_change_text()} }
            }
            SubmissionBanner { submission }
            TextField {
                id: NEW,
                label: texts.email_new(),
                r#type: "email",
                autocomplete: "email",
                inputmode: "email",
                maxlength: 254,
                required: true,
                problem: submission.problem(Field::Email, texts),
                oninput: move |_| submission.clear_field(Field::Email),
            }
            div { class: "actions",
                button { class: "button", r#type: "button", onclick: move |_| onclose.call(()), {texts.cancel()} }
                SubmitButton { label: texts.email_send_code(), busy: submission.busy() }
            }
        }
    }
}

#[component]
fn CodeForm(step: Signal<Step>, flow: FlowId, email: String, onclose: EventHandler<()>) -> Element {
    let texts = use_texts();
    let (security, step_up, mut me) = (use_security(), use_step_up(), use_me());
    let submission = use_submission("");
    let resend = use_resend_by(&flow.to_string(), resend_email_code);
    let mut step = step;
    use_effect(|| platform::focus("code"));
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let typed = text_of(&event, "code");
        submission.start(async move {
            let code = Code::parse(&typed)?;
            step_up.run(|| confirm_email_change(flow, code.expose().to_owned())).await?;
            // The change is made, whether or not the top bar hears of it.
            match account::me().await {
                Ok(now) => me.set(now),
                Err(RpcError(error)) => security.tell(&error),
            }
            security.refresh().await;
            step.set(Step::Done);
            Ok(())
        });
    };
    rsx! {
        form { class: "dialog-body", method: "post", novalidate: true, onsubmit,
            div {
                h2 { class: "dialog-title", id: TITLE, {texts.email_change()} }
                p { class: "dialog-text", id: "address-change-text",
                    Emphasised { text: texts.email_code_text(PART), part: email.clone() }
                }
            }
            SubmissionBanner { submission }
            ResendNotice { resend }
            CodeField {
                label: texts.code(),
                hint: texts.code_hint(),
                problem: submission.problem(Field::Code, texts),
                oninput: move |()| submission.clear_field(Field::Code),
            }
            ResendLink { resend }
            div { class: "actions",
                button { class: "button", r#type: "button",
                    onclick: move |_| submission.leave(move || onclose.call(())),
                    {texts.cancel()}
                }
                SubmitButton { label: texts.email_change_submit(), busy: submission.busy() }
            }
        }
    }
}

#[component]
fn Done(onclose: EventHandler<()>) -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "dialog-body",
            div {
                h2 { class: "dialog-title", id: TITLE, {texts.email_changed()} }
                p { class: "dialog-text", id: "address-change-text", {texts.email_changed_text()} }
            }
            div { class: "actions",
                button { class: "button button-primary", id: "address-done", r#type: "button",
                    onmounted: |_| platform::focus("address-done"),
                    onclick: move |_| onclose.call(()),
                    {texts.done()}
                }
            }
        }
    }
}
