//! Another value for a key, with time to change it everywhere.

use dioxus::prelude::*;
use domain::token::{Overlap, UserToken};
use server::rpc::tokens::rotate_token;

use super::{
    state::{Ask, use_keys},
    words::overlap_words,
};
use crate::{
    components::{Dialog, Radio, SubmitButton},
    features::{
        shell::use_step_up,
        submission::{Submission, SubmissionBanner, use_submission},
    },
    state::use_texts,
};

/// The dialog.
#[component]
pub fn RotateDialog() -> Element {
    let keys = use_keys();
    let submission = use_submission("rotate-");
    let open = use_memo(move || matches!(keys.asked(), Some(Ask::Rotate(_))));
    rsx! {
        Dialog { id: "rotate", open, oncancel: move |()| submission.leave(move || keys.close()),
            if let Some(Ask::Rotate(token)) = keys.asked() {
                RotateForm { token, submission }
            }
        }
    }
}

#[component]
fn RotateForm(token: UserToken, submission: Submission) -> Element {
    let texts = use_texts();
    let keys = use_keys();
    let step_up = use_step_up();
    let mut overlap = use_signal(Overlap::default);
    let id = token.id;
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let overlap = *overlap.peek();
        submission.start(async move {
            let made = step_up.run(|| rotate_token(id, overlap)).await?;
            keys.refresh().await;
            keys.ask(Ask::Made(made, Some(overlap)));
            Ok(())
        });
    };
    rsx! {
        form { class: "dialog-body", method: "post", novalidate: true, onsubmit,
            div {
                h2 { class: "dialog-title", id: "rotate-title", {texts.key_rotate_name(&token.name)} }
                p { class: "dialog-text", id: "rotate-text", {texts.key_rotate_text()} }
            }
            SubmissionBanner { submission }
            fieldset { class: "field",
                legend { class: "label", {texts.key_rotate_overlap()} }
                div { class: "choices choices-short",
                    for choice in Overlap::ALL {
                        Radio {
                            key: "{choice:?}",
                            name: "rotate-overlap",
                            title: overlap_words(texts, choice),
                            chosen: overlap() == choice,
                            autofocus: choice == Overlap::default(),
                            onchoose: move |()| overlap.set(choice),
                        }
                    }
                }
            }
            div { class: "actions",
                button { class: "button", r#type: "button",
                    onclick: move |_| submission.leave(move || keys.close()),
                    {texts.cancel()}
                }
                SubmitButton { label: texts.key_rotate(), busy: submission.busy() }
            }
        }
    }
}
