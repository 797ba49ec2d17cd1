//! The tab while its data is on its way: the same boxes, so that nothing jumps.

use dioxus::prelude::*;

use super::{page::Reminder, state::CARD};
use crate::{
    components::{CardHeader, CardSkeleton},
    state::use_texts,
};

/// The tab's shape, with the two keys that most people have.
#[component]
pub fn KeysSkeleton() -> Element {
    let texts = use_texts();
    rsx! {
        Reminder {}
        section { class: "card", "aria-labelledby": "keys-title", "aria-busy": "true",
            p { class: "visually-hidden", role: "status", {texts.loading()} }
            CardHeader { id: CARD, title: texts.api_keys(), description: texts.keys_description() }
            div { class: "card-list", "aria-hidden": "true",
                for key in 0..2 {
                    div { key: "{key}", class: "key",
                        span { class: "skeleton skeleton-title" }
                        span { class: "skeleton skeleton-input" }
                        span { class: "skeleton skeleton-text" }
                        span { class: "skeleton skeleton-text" }
                    }
                }
            }
        }
        CardSkeleton { loading: texts.loading() }
    }
}
