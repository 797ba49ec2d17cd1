//! Whether there is a second step, and what can be changed about it.

use dioxus::prelude::*;
use domain::security::{BACKUP_CODES, BACKUP_CODES_FEW};

use super::{
    codes::{NewCodes, NewCodesDialog},
    enrol::{EnrolButton, EnrolDialog, Enrolling},
    turn_off::TurnOffDialog,
};
use crate::{
    components::{Card, Kind, Note},
    state::use_texts,
};

/// The id of the card.
pub const CARD: &str = "two-factor";

/// The card, and its dialogs. The address stands in the file with the backup codes.
#[component]
pub fn TwoFactorCard(on: bool, codes_left: u32, email: String) -> Element {
    let texts = use_texts();
    let enrolling = use_signal(|| None::<Enrolling>);
    let renewing = use_signal(|| None::<NewCodes>);
    let turning_off = use_signal(|| false);
    let (state, kind) =
        if on { (texts.two_factor_on(), "success") } else { (texts.two_factor_off(), "neutral") };
    rsx! {
        Card {
            id: CARD,
            title: texts.two_factor_title(),
            description: texts.two_factor_text(),
            focusable: true,
            flush: true,
            action: rsx! {
                span { class: "badge", "data-kind": kind, {state} }
            },
            div { class: "card-list",
                Setting {
                    title: texts.authenticator(),
                    hint: if on { texts.authenticator_on() } else { texts.authenticator_off() },
                    EnrolButton { enrolling, replace: on }
                }
                if on {
                    BackupCodesRow { left: codes_left, renewing }
                    TurnOffRow { turning_off }
                }
            }
        }
        EnrolDialog { enrolling, replace: on, email: email.clone() }
        NewCodesDialog { renewing, email }
        TurnOffDialog { turning_off }
    }
}

/// One thing, and its button.
#[component]
fn Setting(title: &'static str, hint: String, children: Element) -> Element {
    rsx! {
        div { class: "setting",
            div { class: "setting-text",
                h3 { class: "setting-title", {title} }
                p { class: "hint", {hint} }
            }
            {children}
        }
    }
}

#[component]
fn BackupCodesRow(left: u32, renewing: Signal<Option<NewCodes>>) -> Element {
    let texts = use_texts();
    let mut renewing = renewing;
    let warning = match left {
        0 => Some(texts.backup_codes_none()),
        left if left <= BACKUP_CODES_FEW => Some(texts.backup_codes_few()),
        _ => None,
    };
    rsx! {
        div {
            Setting {
                title: texts.backup_codes(),
                hint: texts.backup_codes_left(&left.to_string(), &BACKUP_CODES.to_string()),
                button { class: "button", r#type: "button",
                    onclick: move |_| renewing.set(Some(NewCodes::Asked)),
                    {texts.backup_codes_make()}
                }
            }
            if let Some(warning) = warning {
                div { class: "setting-note",
                    Note { kind: Kind::Warning, text: warning }
                }
            }
        }
    }
}

#[component]
fn TurnOffRow(turning_off: Signal<bool>) -> Element {
    let texts = use_texts();
    let mut turning_off = turning_off;
    rsx! {
        Setting { title: texts.two_factor_turn_off_title(), hint: texts.two_factor_turn_off_hint(),
            button { class: "button button-danger-quiet", r#type: "button", onclick: move |_| turning_off.set(true),
                {texts.two_factor_turn_off()}
            }
        }
    }
}
