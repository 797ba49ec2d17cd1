//! A titled box with a body and, if need be, a footer.

use dioxus::prelude::*;

/// The box. Its title is an `h2`.
#[component]
pub fn Card(
    id: &'static str,
    title: &'static str,
    #[props(default)] description: Option<&'static str>,
    /// What can be done with all of it.
    #[props(default)]
    action: Option<Element>,
    #[props(default)] footer: Option<Element>,
    /// Whether the children reach the box's edge, as lists do.
    #[props(default)]
    flush: bool,
    /// Whether the box can get the focus, by its id, when what had it is gone.
    #[props(default)]
    focusable: bool,
    children: Element,
) -> Element {
    rsx! {
        section {
            class: "card",
            id: focusable.then_some(id),
            tabindex: focusable.then_some("-1"),
            "aria-labelledby": "{id}-title",
            CardHeader { id, title, description, action }
            if flush {
                {children}
            } else {
                div { class: "card-body", {children} }
            }
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
    #[props(default)] action: Option<Element>,
) -> Element {
    rsx! {
        div { class: "card-header",
            div { class: "card-heading",
                h2 { class: "card-title", id: "{id}-title", {title} }
                if let Some(description) = description {
                    p { class: "card-description", {description} }
                }
            }
            {action}
        }
    }
}
