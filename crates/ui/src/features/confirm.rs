//! A question before something that can't be taken back.

use dioxus::prelude::*;

use crate::{
    components::{Dialog, Emphasised, SubmitButton},
    features::submission::{Submission, SubmissionBanner},
    platform,
    state::use_texts,
};

/// The dialog: a form, which sends when the person agrees.
#[component]
pub fn ConfirmDialog(
    id: &'static str,
    open: ReadSignal<bool>,
    title: &'static str,
    text: String,
    /// The part of the text to look at: [`PART`](crate::components::PART) stands for it.
    #[props(default)]
    part: String,
    /// What the button says.
    action: &'static str,
    #[props(default)] danger: bool,
    submission: Submission,
    onconfirm: EventHandler<FormEvent>,
    oncancel: EventHandler<()>,
    /// What to fill in, if anything.
    children: Element,
) -> Element {
    let texts = use_texts();
    let cancel = move || submission.leave(|| oncancel.call(()));
    rsx! {
        Dialog { id, open, oncancel: move |()| cancel(),
            form { class: "dialog-body", method: "post", novalidate: true,
                onsubmit: move |event| {
                    event.prevent_default();
                    onconfirm.call(event);
                },
                div {
                    h2 { class: "dialog-title", id: "{id}-title", {title} }
                    p { class: "dialog-text", id: "{id}-text",
                        Emphasised { text, part }
                    }
                }
                SubmissionBanner { submission }
                {children}
                div { class: "actions",
                    button {
                        class: "button",
                        r#type: "button",
                        "aria-disabled": submission.busy().then_some("true"),
                        onclick: move |_| cancel(),
                        {texts.cancel()}
                    }
                    SubmitButton { label: action, busy: submission.busy(), danger }
                }
            }
        }
    }
}

/// Closes a dialog whose button is about to go: the focus moves to the content, not to nowhere.
pub fn close_for_good(id: &str) {
    close_onto(id, "content");
}

/// The same, with the focus on the element with the id `target`.
pub fn close_onto(id: &str, target: &str) {
    platform::close_dialog(id);
    platform::focus(target);
}
