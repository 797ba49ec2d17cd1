//! A key that was just made: the one moment at which it is shown without being asked for.

use dioxus::prelude::*;
use domain::{
    Texts,
    token::{NewToken, Overlap, TokenValue},
};

use super::{
    state::{Ask, use_keys},
    value::{ByHand, use_marking},
    words::overlap_words,
};
use crate::{
    components::{CopyButton, Dialog, Emphasised, PART, use_copying},
    state::use_texts,
};

/// The id of the value, for marking it.
const VALUE: &str = "made-value";

/// The dialog.
#[component]
pub fn MadeDialog() -> Element {
    let keys = use_keys();
    let open = use_memo(move || matches!(keys.asked(), Some(Ask::Made(..))));
    rsx! {
        Dialog { id: "made", open, after: keys.after(), oncancel: move |()| keys.close(),
            if let Some(Ask::Made(made, rotated)) = keys.asked() {
                Made { made, rotated }
            }
        }
    }
}

#[component]
fn Made(made: NewToken, rotated: Option<Overlap>) -> Element {
    let texts = use_texts();
    let keys = use_keys();
    let copying = use_copying();
    let shown = use_signal(|| None::<TokenValue>);
    use_marking(copying, shown, VALUE.to_owned());
    let name = made.token.name.clone();
    let copy = {
        let value = made.value.clone();
        let mut shown = shown;
        move |()| {
            // It stands there; an effect marks it should the clipboard refuse.
            shown.set(Some(value.clone()));
            let text = value.expose().to_owned();
            copying.start(async move { Some(text) });
        }
    };
    rsx! {
        div { class: "dialog-body",
            div {
                h2 { class: "dialog-title", id: "made-title",
                    if rotated.is_some() {
                        {texts.key_rotated_title()}
                    } else {
                        {texts.key_made_title()}
                    }
                }
                p { class: "dialog-text", id: "made-text",
                    Emphasised { text: made_words(texts, rotated), part: name.clone() }
                }
            }
            div { class: "stack stack-sm",
                div { class: "secret",
                    code { class: "secret-value", id: VALUE, "{made.value.expose()}" }
                }
                ByHand { copying }
                p { class: "hint", {texts.key_reveal_later()} }
            }
            div { class: "actions",
                CopyButton {
                    copying,
                    label: texts.copy(),
                    done: texts.copied(),
                    labelled: true,
                    onclick: copy,
                }
                button { class: "button button-primary", r#type: "button", autofocus: true,
                    onclick: move |_| keys.close(),
                    {texts.done()}
                }
            }
        }
    }
}

fn made_words(texts: Texts, rotated: Option<Overlap>) -> String {
    match rotated {
        None => texts.key_made_text(PART),
        Some(Overlap::Now) => texts.key_rotated_now(PART),
        Some(overlap) => texts.key_rotated_later(PART, overlap_words(texts, overlap)),
    }
}
