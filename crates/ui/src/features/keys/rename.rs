//! Another name for a key.

use dioxus::prelude::*;
use domain::{
    Field,
    token::{UserToken, checked_name},
};
use server::rpc::tokens::rename_token;

use super::state::{Ask, use_keys};
use crate::{
    components::{Dialog, SubmitButton, TextField},
    features::{
        shell::use_step_up,
        submission::{Submission, SubmissionBanner, text_of, use_submission},
    },
    state::use_texts,
};

/// The dialog.
#[component]
pub fn RenameDialog() -> Element {
    let keys = use_keys();
    let submission = use_submission("rename-");
    let open = use_memo(move || matches!(keys.asked(), Some(Ask::Rename(_))));
    rsx! {
        Dialog { id: "rename", open, after: keys.after(), oncancel: move |()| submission.leave(move || keys.close()),
            if let Some(Ask::Rename(token)) = keys.asked() {
                RenameForm { token, submission }
            }
        }
    }
}

#[component]
fn RenameForm(token: UserToken, submission: Submission) -> Element {
    let texts = use_texts();
    let keys = use_keys();
    let step_up = use_step_up();
    let id = token.id;
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let typed = text_of(&event, "rename-name");
        submission.start(async move {
            let name = checked_name(&typed)?;
            step_up.run(|| rename_token(id, name.clone())).await?;
            keys.refresh().await;
            keys.say(texts.key_renamed(&name));
            keys.close();
            Ok(())
        });
    };
    rsx! {
        form { class: "dialog-body", method: "post", novalidate: true, onsubmit,
            div {
                h2 { class: "dialog-title", id: "rename-title", {texts.key_rename_name(&token.name)} }
                p { class: "dialog-text", id: "rename-text", {texts.key_rename_text()} }
            }
            SubmissionBanner { submission }
            TextField {
                id: "rename-name",
                label: texts.key_name(),
                initial: token.name.clone(),
                required: true,
                problem: submission.problem(Field::Name, texts),
                oninput: move |_| submission.clear_field(Field::Name),
            }
            div { class: "actions",
                button { class: "button", r#type: "button",
                    onclick: move |_| submission.leave(move || keys.close()),
                    {texts.cancel()}
                }
                SubmitButton { label: texts.save(), busy: submission.busy() }
            }
        }
    }
}
