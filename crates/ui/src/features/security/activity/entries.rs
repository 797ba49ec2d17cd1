//! The entries themselves.

use dioxus::prelude::*;
use domain::security::ActivityEntry;

use crate::{
    components::{Icon, Shape},
    features::security::place::line,
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
            if entry.kind.needs_a_look() {
                Icon { shape: Shape::Warning, small: true }
            }
            p { {entry.kind.words(texts, &entry.subject)} }
            p { class: "list-meta",
                {line([Some(entry.at.date_time(texts))].into_iter().chain(whence))}
            }
        }
    }
}
