//! The end of a key.

use dioxus::prelude::*;
use domain::{
    Field,
    token::{UserToken, checked_reason},
};
use server::rpc::tokens::revoke_token;

use super::{
    state::{Ask, use_keys},
    words::full_name,
};
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
pub fn RevokeDialog() -> Element {
    let keys = use_keys();
    let submission = use_submission("revoke-");
    let open = use_memo(move || matches!(keys.asked(), Some(Ask::Revoke(_))));
    rsx! {
        Dialog { id: "revoke", open, after: keys.after(), oncancel: move |()| submission.leave(move || keys.close()),
            if let Some(Ask::Revoke(token)) = keys.asked() {
                RevokeForm { token, submission }
            }
        }
    }
}

#[component]
fn RevokeForm(token: UserToken, submission: Submission) -> Element {
    let texts = use_texts();
    let keys = use_keys();
    let step_up = use_step_up();
    let (id, name) = (token.id, full_name(texts, &token));
    let revoked = name.clone();
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let (typed, revoked) = (text_of(&event, "revoke-reason"), revoked.clone());
        submission.start(async move {
            let reason = checked_reason(&typed)?;
            step_up.run(|| revoke_token(id, reason.clone())).await?;
            keys.refresh().await;
            keys.say(texts.key_revoked_done(&revoked));
            keys.close_without();
            Ok(())
        });
    };
    rsx! {
        form { class: "dialog-body", method: "post", novalidate: true, onsubmit,
            div {
                h2 { class: "dialog-title", id: "revoke-title", {texts.key_revoke_title(&name)} }
                p { class: "dialog-text", id: "revoke-text", {texts.key_revoke_text()} }
            }
            SubmissionBanner { submission }
            TextField {
                id: "revoke-reason",
                label: texts.key_revoke_reason(),
                hint: texts.key_revoke_reason_hint(),
                problem: submission.problem(Field::Reason, texts),
                oninput: move |_| submission.clear_field(Field::Reason),
            }
            div { class: "actions",
                button { class: "button", r#type: "button",
                    onclick: move |_| submission.leave(move || keys.close()),
                    {texts.cancel()}
                }
                SubmitButton { label: texts.key_revoke(), busy: submission.busy(), danger: true }
            }
        }
    }
}
