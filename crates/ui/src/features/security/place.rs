//! A row of a list of places: a session, or a device that is trusted.

use dioxus::prelude::*;
use domain::Texts;

use crate::components::{Icon, Shape};

/// What a browser or a window is called.
pub fn place_name(texts: Texts, client: &str, desktop: bool) -> String {
    match (desktop, client) {
        (true, _) => texts.place_desktop().to_owned(),
        (false, "") => texts.place_unknown().to_owned(),
        (false, client) => client.to_owned(),
    }
}

/// Its name, what is known about it, and the one thing that can be done with it.
#[component]
pub fn PlaceRow(
    name: String,
    desktop: bool,
    /// What the chip says on the place where the person is.
    chip: Option<&'static str>,
    facts: Vec<String>,
    /// What the button says, and the same with the name in it.
    action: &'static str,
    action_named: String,
    /// Whether there is a button.
    #[props(default = true)]
    actionable: bool,
    busy: bool,
    onact: EventHandler<()>,
) -> Element {
    rsx! {
        li { class: "list-item",
            span { class: "list-icon",
                Icon { shape: if desktop { Shape::Monitor } else { Shape::Globe } }
            }
            div { class: "list-main",
                div { class: "list-title",
                    h3 { {name} }
                    if let Some(chip) = chip {
                        span { class: "badge", "data-kind": "accent", {chip} }
                    }
                }
                for fact in facts {
                    p { key: "{fact}", class: "list-meta", {fact.clone()} }
                }
            }
            if actionable {
                div { class: "actions",
                    button {
                        class: "button button-sm",
                        r#type: "button",
                        "aria-label": action_named,
                        "aria-disabled": busy.then_some("true"),
                        "aria-busy": busy.then_some("true"),
                        onclick: move |_| onact.call(()),
                        {action}
                    }
                }
            }
        }
    }
}

/// From where, if it is known.
pub fn from_where(texts: Texts, address: &str) -> Option<String> {
    (!address.is_empty()).then(|| texts.place_address(address))
}

/// A line without its empty parts.
pub fn line(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The button for all rows at once.
#[component]
pub fn AllButton(
    label: &'static str,
    #[props(default)] danger: bool,
    busy: bool,
    onact: EventHandler<()>,
) -> Element {
    rsx! {
        button {
            class: if danger { "button button-danger-quiet" } else { "button" },
            r#type: "button",
            "aria-disabled": busy.then_some("true"),
            "aria-busy": busy.then_some("true"),
            onclick: move |_| onact.call(()),
            {label}
        }
    }
}
