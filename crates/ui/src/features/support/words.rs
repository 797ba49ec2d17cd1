//! How a request's state looks.

use dioxus::prelude::*;
use domain::support::SupportState;

use crate::state::use_texts;

/// The state as a badge.
#[component]
pub fn StateBadge(state: SupportState) -> Element {
    let kind = match state {
        SupportState::Open => Some("accent"),
        SupportState::Answered => Some("success"),
        SupportState::Closed => None,
    };
    rsx! { span { class: "badge", "data-kind": kind, {state.text(use_texts())} } }
}
