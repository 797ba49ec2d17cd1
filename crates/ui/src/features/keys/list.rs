//! The keys that work.

use dioxus::prelude::*;
use domain::{Timestamp, token::UserToken};

use super::{
    row::KeyRow,
    state::{Ask, CARD, use_keys},
};
use crate::{
    components::{CardHeader, Icon, Shape},
    state::use_texts,
};

/// All of them, and the button for another.
#[component]
pub fn KeysCard(tokens: Vec<UserToken>, now: Timestamp) -> Element {
    let texts = use_texts();
    rsx! {
        section { class: "card", id: CARD, tabindex: "-1", "aria-labelledby": "keys-title",
            CardHeader {
                id: CARD,
                title: texts.api_keys(),
                description: texts.keys_description(),
                action: rsx! {
                    CreateButton {}
                },
            }
            if tokens.is_empty() {
                Empty {}
            } else {
                ul { class: "card-list",
                    for token in tokens {
                        KeyRow { key: "{token.id}", token, now }
                    }
                }
            }
        }
    }
}

#[component]
fn CreateButton() -> Element {
    let texts = use_texts();
    let keys = use_keys();
    rsx! {
        button { class: "button button-primary", r#type: "button", onclick: move |_| keys.ask(Ask::Create),
            Icon { shape: Shape::Plus, small: true }
            {texts.key_create()}
        }
    }
}

#[component]
fn Empty() -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "empty",
            span { class: "emblem",
                Icon { shape: Shape::Key }
            }
            h3 { {texts.keys_empty_title()} }
            p { {texts.keys_empty_text()} }
        }
    }
}
