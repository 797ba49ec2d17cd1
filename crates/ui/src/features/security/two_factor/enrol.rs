//! Setting up an authenticator app, or another in its place: the app, then the backup codes.

use dioxus::prelude::*;
use domain::security::{BackupCodes, Enrolment};
use server::rpc::two_factor::begin_authenticator;

use super::{card::CARD, codes_sheet::CodesSheet, scan::ScanForm};
use crate::{
    components::Dialog,
    features::{
        confirm::close_onto,
        security::state::use_security,
        shell::use_step_up,
        submission::{Submission, use_submission},
    },
    state::use_texts,
};

/// The id of the dialog.
pub const ID: &str = "enrol";

/// How far it is.
#[derive(Clone, PartialEq)]
pub enum Enrolling {
    /// The app has to be told the secret, and to answer with a code.
    Scan(Enrolment),
    /// Two-factor authentication is on, and these have to be saved.
    Codes(BackupCodes),
}

/// Begins.
#[component]
pub fn EnrolButton(enrolling: Signal<Option<Enrolling>>, replace: bool) -> Element {
    let texts = use_texts();
    let (security, step_up) = (use_security(), use_step_up());
    let beginning = use_submission("");
    let mut enrolling = enrolling;
    let begin = move |_| {
        beginning.start(async move {
            match step_up.run(begin_authenticator).await {
                Ok(enrolment) => enrolling.set(Some(Enrolling::Scan(enrolment))),
                Err(error) => security.tell(&error),
            }
            Ok(())
        });
    };
    rsx! {
        button {
            class: if replace { "button" } else { "button button-primary" },
            r#type: "button",
            "aria-disabled": beginning.busy().then_some("true"),
            "aria-busy": beginning.busy().then_some("true"),
            onclick: begin,
            if beginning.busy() {
                span { class: "spinner", "aria-hidden": "true" }
            }
            if replace {
                {texts.authenticator_replace()}
            } else {
                {texts.two_factor_set_up()}
            }
        }
    }
}

/// The dialog.
#[component]
pub fn EnrolDialog(enrolling: Signal<Option<Enrolling>>, replace: bool, email: String) -> Element {
    let submission = use_submission("");
    let leaving = use_signal(|| false);
    let open = use_memo(move || enrolling.read().is_some());
    rsx! {
        Dialog { id: ID, open, wide: true,
            oncancel: move |()| cancel(enrolling, submission, leaving),
            match enrolling() {
                Some(Enrolling::Scan(enrolment)) => rsx! {
                    ScanForm { enrolment, replace, enrolling, submission }
                },
                Some(Enrolling::Codes(codes)) => rsx! {
                    CodesSheet { id: ID, codes, email, leaving, onfinish: move |()| finish(enrolling, leaving) }
                },
                None => VNode::empty(),
            }
        }
    }
}

/// Codes that may not be saved are not closed without a word.
fn cancel(mut enrolling: Signal<Option<Enrolling>>, submission: Submission, mut leaving: Signal<bool>) {
    if matches!(*enrolling.peek(), Some(Enrolling::Codes(_))) {
        leaving.set(true);
    } else {
        submission.leave(move || enrolling.set(None));
    }
}

/// The button that opened the dialog is another one now, so the focus goes to the card.
pub fn finish(mut enrolling: Signal<Option<Enrolling>>, mut leaving: Signal<bool>) {
    close_onto(ID, CARD);
    leaving.set(false);
    enrolling.set(None);
}
