//! The address that the person logs in with.

use dioxus::prelude::*;

use super::change_email::ChangeEmailDialog;
use crate::{components::Card, state::use_texts};

/// The card.
#[component]
pub fn EmailCard(email: String) -> Element {
    let texts = use_texts();
    let mut changing = use_signal(|| false);
    rsx! {
        Card {
            id: "address",
            title: texts.email_address(),
            description: texts.email_address_text(),
            action: rsx! {
                button { class: "button", r#type: "button", "aria-label": texts.email_change(),
                    onclick: move |_| changing.set(true),
                    {texts.change()}
                }
            },
            p { {email} }
        }
        ChangeEmailDialog { changing }
    }
}
