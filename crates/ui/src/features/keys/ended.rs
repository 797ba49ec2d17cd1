//! The keys that no longer work.

use dioxus::prelude::*;
use domain::{
    Timestamp,
    token::{TokenState, UserToken},
};

use super::words::{end_words, state_words};
use crate::{
    components::{Icon, Shape},
    state::use_texts,
};

/// Folded up: they are for looking something up.
#[component]
pub fn EndedKeys(tokens: Vec<UserToken>, now: Timestamp) -> Element {
    let texts = use_texts();
    rsx! {
        details { class: "card fold",
            summary { class: "fold-summary",
                Icon { shape: Shape::Chevron, small: true }
                h2 { class: "card-title", {texts.keys_ended()} }
                span { class: "badge", "{tokens.len()}" }
            }
            ul { class: "card-list",
                for token in tokens {
                    EndedKey { key: "{token.id}", token, now }
                }
            }
        }
    }
}

#[component]
fn EndedKey(token: UserToken, now: Timestamp) -> Element {
    let texts = use_texts();
    let (state, kind) = state_words(texts, &token.state, now);
    let reason = match &token.state {
        TokenState::Revoked { reason, .. } if !reason.is_empty() => Some(reason.clone()),
        _ => None,
    };
    rsx! {
        li { class: "list-item",
            div { class: "list-main",
                div { class: "list-title",
                    h3 { {token.name.clone()} }
                    span { class: "badge", "data-kind": kind, {state} }
                }
                if let Some(end) = end_words(texts, &token.state) {
                    p { class: "list-meta", {end} }
                }
                if let Some(reason) = reason {
                    p { class: "list-meta", {texts.key_reason(&reason)} }
                }
                p { class: "list-meta", {texts.key_created_on(&token.created_at.date_time(texts))} }
            }
        }
    }
}
