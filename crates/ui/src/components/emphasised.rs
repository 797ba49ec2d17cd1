//! A sentence with one part of it in bold.

use dioxus::prelude::*;

/// `text`, with the first place where `part` stands made strong.
#[component]
pub fn Emphasised(text: String, part: String) -> Element {
    let (before, after) = match text.split_once(&part) {
        Some((before, after)) if !part.is_empty() => (before, Some(after)),
        _ => (text.as_str(), None),
    };
    rsx! {
        "{before}"
        if let Some(after) = after {
            strong { {part.clone()} }
            "{after}"
        }
    }
}
