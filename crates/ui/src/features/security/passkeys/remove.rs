//! The end of a passkey.

use dioxus::prelude::*;
use domain::security::Passkey;
use server::rpc::passkeys::remove_passkey;

use super::card::CARD;
use crate::{
    components::PART,
    features::{
        confirm::{ConfirmDialog, close_onto},
        security::state::use_security,
        shell::use_step_up,
        submission::use_submission,
    },
    state::use_texts,
};

const ID: &str = "remove-passkey";

/// The question, while `removing` names one.
#[component]
pub fn RemoveDialog(removing: Signal<Option<Passkey>>) -> Element {
    let texts = use_texts();
    let (security, step_up) = (use_security(), use_step_up());
    let submission = use_submission("");
    let mut removing = removing;
    let open = use_memo(move || removing.read().is_some());
    let name = removing.read().as_ref().map(|passkey| passkey.name.clone()).unwrap_or_default();
    let onconfirm = move |_| {
        let Some(passkey) = removing.peek().clone() else { return };
        submission.start(async move {
            step_up.run(|| remove_passkey(passkey.id)).await?;
            close_onto(ID, CARD);
            removing.set(None);
            security.say(texts.passkey_removed(&passkey.name));
            security.refresh().await;
            Ok(())
        });
    };
    rsx! {
        ConfirmDialog {
            id: ID,
            open,
            title: texts.passkey_remove_title(),
            text: texts.passkey_remove_text(PART),
            part: name,
            action: texts.remove(),
            danger: true,
            submission,
            onconfirm,
            oncancel: move |()| removing.set(None),
        }
    }
}
