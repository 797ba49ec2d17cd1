//! A titled box with a body and, if need be, a footer.

use dioxus::prelude::*;

/// The box. Its title is an `h2`.
#[component]
pub fn Card(
    id: &'static str,
    title: &'static str,
    #[props(default)] description: Option<&'static str>,
    #[props(default)] footer: Option<Element>,
    children: Element,
) -> Element {
    rsx! {
        section { class: "card", "aria-labelledby": "{id}-title",
            CardHeader { id, title, description }
            div { class: "card-body", {children} }
            if let Some(footer) = footer {
                div { class: "card-footer", {footer} }
            }
        }
    }
}

/// The head of a box.
#[component]
pub fn CardHeader(
    id: &'static str,
    title: &'static str,
    #[props(default)] description: Option<&'static str>,
) -> Element {
    rsx! {
        div { class: "card-header",
            div {
                h2 { class: "card-title", id: "{id}-title", {title} }
                if let Some(description) = description {
                    p { class: "card-description", {description} }
                }
            }
        }
    }
}
