//! The shape of what is on its way.

use dioxus::prelude::*;

use super::CardHeader;

/// A box whose content is on its way.
#[component]
pub fn CardSkeleton(loading: &'static str) -> Element {
    rsx! {
        section { class: "card", "aria-busy": "true",
            p { class: "visually-hidden", role: "status", {loading} }
            div { class: "card-header", "aria-hidden": "true",
                div { class: "card-heading",
                    span { class: "skeleton skeleton-title" }
                    span { class: "skeleton skeleton-text" }
                }
            }
            div { class: "card-body", "aria-hidden": "true",
                span { class: "skeleton skeleton-text" }
                span { class: "skeleton skeleton-text" }
            }
        }
    }
}

/// A list whose items are on their way.
#[component]
pub fn ListSkeleton(
    id: &'static str,
    title: &'static str,
    description: &'static str,
    loading: &'static str,
) -> Element {
    rsx! {
        section { class: "card", "aria-labelledby": "{id}-title", "aria-busy": "true",
            p { class: "visually-hidden", role: "status", {loading} }
            CardHeader { id, title, description }
            div { class: "card-list", "aria-hidden": "true",
                for index in 0..3 {
                    div { key: "{index}", class: "list-item",
                        span { class: "skeleton skeleton-avatar" }
                        div { class: "list-main",
                            span { class: "skeleton skeleton-title" }
                            span { class: "skeleton skeleton-text" }
                        }
                    }
                }
            }
        }
    }
}

/// A field whose value is on its way.
#[component]
pub fn FieldSkeleton(
    label: &'static str,
    #[props(default)] hint: Option<&'static str>,
    #[props(default)] wide: bool,
) -> Element {
    let (field, box_class) = if wide {
        ("field field-wide", "skeleton skeleton-textarea")
    } else {
        ("field", "skeleton skeleton-input")
    };
    rsx! {
        div { class: field,
            span { class: "label", {label} }
            span { class: box_class }
            if let Some(hint) = hint {
                p { class: "hint", {hint} }
            }
        }
    }
}
