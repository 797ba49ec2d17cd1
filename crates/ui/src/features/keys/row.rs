//! One key that works.

use dioxus::prelude::*;
use domain::{
    Timestamp,
    token::{TokenState, UserToken},
};

use super::{
    facts::Facts,
    state::{Ask, row_id, use_keys},
    value::KeyValue,
    words::{full_name, state_words},
};
use crate::state::use_texts;

/// Its name and state, its value, what is known about it, and what can be done with it.
#[component]
pub fn KeyRow(token: UserToken, now: Timestamp) -> Element {
    let texts = use_texts();
    let id = row_id(token.id);
    let (state, kind) = state_words(texts, &token.state, now);
    rsx! {
        li { class: "key", id: id.clone(), tabindex: "-1", "aria-labelledby": "{id}-name",
            div { class: "key-head",
                h3 { class: "key-name", id: "{id}-name", {token.name.clone()} }
                span { class: "badge", "data-kind": kind, {state} }
                Actions { token: token.clone() }
            }
            KeyValue { id: token.id, name: full_name(texts, &token) }
            Facts { token, now }
        }
    }
}

#[component]
fn Actions(token: UserToken) -> Element {
    let texts = use_texts();
    let keys = use_keys();
    let name = full_name(texts, &token);
    // What was rotated only waits for its end.
    let live = token.state == TokenState::Live;
    let (rename, rotate, revoke) = (token.clone(), token.clone(), token);
    rsx! {
        div { class: "actions",
            if live {
                button { class: "button button-sm", r#type: "button", "aria-label": texts.key_rename_name(&name),
                    onclick: move |_| keys.ask(Ask::Rename(rename.clone())),
                    {texts.key_rename()}
                }
                button { class: "button button-sm", r#type: "button", "aria-label": texts.key_rotate_name(&name),
                    onclick: move |_| keys.ask(Ask::Rotate(rotate.clone())),
                    {texts.key_rotate()}
                }
            }
            button { class: "button button-sm button-danger-quiet", r#type: "button", "aria-label": texts.key_revoke_name(&name),
                onclick: move |_| keys.ask(Ask::Revoke(revoke.clone())),
                {texts.key_revoke()}
            }
        }
    }
}
