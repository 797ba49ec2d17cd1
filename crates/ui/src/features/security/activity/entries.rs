//! The entries themselves.

use dioxus::prelude::*;
use domain::security::ActivityEntry;

use crate::{
    components::{Icon, Shape},
    features::{
        events::{event_words, needs_a_look},
        security::place::line,
    },
    state::use_texts,
};

/// A line each.
#[component]
pub fn Entries(entries: Vec<ActivityEntry>) -> Element {
    rsx! {
        ul { class: "events",
            for (index , entry) in entries.into_iter().enumerate() {
                Entry { key: "{entry.at.0}-{index}", entry }
            }
        }
    }
}

#[component]
fn Entry(entry: ActivityEntry) -> Element {
    let texts = use_texts();
    let whence = [entry.address, entry.client].map(|part| (!part.is_empty()).then_some(part));
    rsx! {
        li { class: "event",
            if needs_a_look(entry.kind) {
                Icon { shape: Shape::Warning, small: true }
            }
            p { {event_words(texts, entry.kind, &entry.subject)} }
            p { class: "list-meta",
                {line([Some(entry.at.date_time(texts))].into_iter().chain(whence))}
            }
        }
    }
}
