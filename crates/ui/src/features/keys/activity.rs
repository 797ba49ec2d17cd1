//! What happened to the keys lately.

use dioxus::prelude::*;
use domain::token::TokenEvent;

use crate::{
    components::{Card, Icon, Shape},
    features::shell::GuardedLink,
    routes::Route,
    state::use_texts,
};

/// The last few entries of the activity log that are about keys.
#[component]
pub fn ActivityCard(events: Vec<TokenEvent>) -> Element {
    let texts = use_texts();
    rsx! {
        Card {
            id: "activity",
            title: texts.activity_title(),
            description: texts.activity_description(),
            footer: rsx! {
                GuardedLink { to: Route::Security, class: "card-link", {texts.activity_all()} }
            },
            if events.is_empty() {
                p { class: "muted", {texts.activity_empty()} }
            } else {
                ul { class: "events",
                    for (index , event) in events.into_iter().enumerate() {
                        Event { key: "{event.at.0}-{index}", event }
                    }
                }
            }
        }
    }
}

#[component]
fn Event(event: TokenEvent) -> Element {
    let texts = use_texts();
    rsx! {
        li { class: "event",
            if event.kind.needs_a_look() {
                Icon { shape: Shape::Warning, small: true }
            }
            p { {event.kind.words(texts, &event.token)} }
            p { class: "list-meta",
                {event.at.date_time(texts)}
                if !event.address.is_empty() {
                    " · {event.address}"
                }
            }
        }
    }
}
