//! New backup codes in place of those before.

use dioxus::prelude::*;
use domain::security::BackupCodes;
use server::rpc::two_factor::make_backup_codes;

use super::codes_sheet::CodesSheet;
use crate::{
    components::{Dialog, SubmitButton},
    features::{
        security::state::use_security,
        shell::use_step_up,
        submission::{Submission, SubmissionBanner, use_submission},
    },
    state::use_texts,
};

/// The id of the dialog.
const ID: &str = "new-codes";

/// How far it is.
#[derive(Clone, PartialEq)]
pub enum NewCodes {
    /// The person is asked whether they want it.
    Asked,
    /// These have to be saved.
    Made(BackupCodes),
}

/// The dialog.
#[component]
pub fn NewCodesDialog(renewing: Signal<Option<NewCodes>>, email: String) -> Element {
    let submission = use_submission("");
    let mut leaving = use_signal(|| false);
    let mut renewing = renewing;
    let open = use_memo(move || renewing.read().is_some());
    let cancel = move |()| {
        if matches!(*renewing.peek(), Some(NewCodes::Made(_))) {
            leaving.set(true);
        } else {
            submission.leave(move || renewing.set(None));
        }
    };
    let finish = move |()| {
        leaving.set(false);
        renewing.set(None);
    };
    rsx! {
        Dialog { id: ID, open, wide: true, oncancel: cancel,
            match renewing() {
                Some(NewCodes::Asked) => rsx! {
                    AskForm { renewing, submission }
                },
                Some(NewCodes::Made(codes)) => rsx! {
                    CodesSheet { id: ID, codes, email, leaving, onfinish: finish }
                },
                None => VNode::empty(),
            }
        }
    }
}

#[component]
fn AskForm(renewing: Signal<Option<NewCodes>>, submission: Submission) -> Element {
    let texts = use_texts();
    let (security, step_up) = (use_security(), use_step_up());
    let mut renewing = renewing;
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        submission.start(async move {
            let codes = step_up.run(make_backup_codes).await?;
            security.refresh().await;
            renewing.set(Some(NewCodes::Made(codes)));
            Ok(())
        });
    };
    rsx! {
        form { class: "dialog-body", method: "post", novalidate: true, onsubmit,
            div {
                h2 { class: "dialog-title", id: "{ID}-title", {texts.backup_codes_make_title()} }
                p { class: "dialog-text", id: "{ID}-text", {texts.backup_codes_make_text()} }
            }
            SubmissionBanner { submission }
            div { class: "actions",
                button { class: "button", r#type: "button",
                    onclick: move |_| submission.leave(move || renewing.set(None)),
                    {texts.cancel()}
                }
                SubmitButton { label: texts.backup_codes_make(), busy: submission.busy() }
            }
        }
    }
}
