//! Another name for a passkey.

use dioxus::prelude::*;
use domain::{Field, security::Passkey, token::checked_name};
use server::rpc::passkeys::rename_passkey;

use crate::{
    components::{Dialog, SubmitButton, TextField},
    features::{
        security::state::use_security,
        shell::use_step_up,
        submission::{Submission, SubmissionBanner, text_of, use_submission},
    },
    state::use_texts,
};

/// The id of the dialog.
const ID: &str = "rename-passkey";
/// The field for the name.
const NAME: &str = "rename-name";

/// The dialog, while `renaming` names one.
#[component]
pub fn RenameDialog(renaming: Signal<Option<Passkey>>) -> Element {
    let submission = use_submission("rename-");
    let mut renaming = renaming;
    let open = use_memo(move || renaming.read().is_some());
    rsx! {
        Dialog { id: ID, open, oncancel: move |()| submission.leave(move || renaming.set(None)),
            if let Some(passkey) = renaming() {
                RenameForm { passkey, renaming, submission }
            }
        }
    }
}

#[component]
fn RenameForm(passkey: Passkey, renaming: Signal<Option<Passkey>>, submission: Submission) -> Element {
    let texts = use_texts();
    let (security, step_up) = (use_security(), use_step_up());
    let mut renaming = renaming;
    let id = passkey.id;
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let typed = text_of(&event, NAME);
        submission.start(async move {
            let name = checked_name(&typed)?;
            step_up.run(|| rename_passkey(id, name.clone())).await?;
            security.refresh().await;
            security.say(texts.key_renamed(&name));
            renaming.set(None);
            Ok(())
        });
    };
    rsx! {
        form { class: "dialog-body", method: "post", novalidate: true, onsubmit,
            div {
                h2 { class: "dialog-title", id: "{ID}-title", {texts.key_rename_name(&passkey.name)} }
                p { class: "dialog-text", id: "{ID}-text", {texts.passkey_rename_text()} }
            }
            SubmissionBanner { submission }
            TextField {
                id: NAME,
                label: texts.passkey_name(),
                initial: passkey.name.clone(),
                required: true,
                problem: submission.problem(Field::Name, texts),
                oninput: move |_| submission.clear_field(Field::Name),
            }
            div { class: "actions",
                button { class: "button", r#type: "button",
                    onclick: move |_| submission.leave(move || renaming.set(None)),
                    {texts.cancel()}
                }
                SubmitButton { label: texts.save(), busy: submission.busy() }
            }
        }
    }
}
