//! The end of two-factor authentication.

use dioxus::prelude::*;
use server::rpc::two_factor::remove_authenticator;

use super::card::CARD;
use crate::{
    features::{
        confirm::{ConfirmDialog, close_onto},
        security::state::use_security,
        shell::use_step_up,
        submission::use_submission,
    },
    state::use_texts,
};

const ID: &str = "turn-off";

/// The question, which says what goes.
#[component]
pub fn TurnOffDialog(turning_off: Signal<bool>) -> Element {
    let texts = use_texts();
    let (security, step_up) = (use_security(), use_step_up());
    let submission = use_submission("");
    let mut turning_off = turning_off;
    let onconfirm = move |_| {
        submission.start(async move {
            step_up.run(remove_authenticator).await?;
            close_onto(ID, CARD);
            turning_off.set(false);
            security.say(texts.two_factor_turned_off());
            security.refresh().await;
            Ok(())
        });
    };
    rsx! {
        ConfirmDialog {
            id: ID,
            open: turning_off,
            title: texts.two_factor_turn_off_ask(),
            text: texts.two_factor_turn_off_text(),
            action: texts.two_factor_turn_off(),
            danger: true,
            submission,
            onconfirm,
            oncancel: move |()| turning_off.set(false),
        }
    }
}
