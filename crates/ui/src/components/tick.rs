//! A choice among several, or for itself, with a line that explains it. Unlike [`Choices`](super::Choices)
//! the form hears of it at once.

use dioxus::prelude::*;

/// One of several, of which one counts.
#[component]
pub fn Radio(
    /// What the several have in common.
    name: &'static str,
    title: &'static str,
    #[props(default)] hint: Option<&'static str>,
    chosen: bool,
    #[props(default)] autofocus: bool,
    onchoose: EventHandler<()>,
) -> Element {
    rsx! {
        label { class: "check choice",
            input { r#type: "radio", name, value: title, checked: chosen, autofocus, onchange: move |_| onchoose.call(()) }
            CheckText { title, hint }
        }
    }
}

/// One that counts for itself.
#[component]
pub fn Tick(
    #[props(default)] id: Option<&'static str>,
    title: &'static str,
    #[props(default)] hint: Option<&'static str>,
    ticked: bool,
    ontick: EventHandler<bool>,
) -> Element {
    rsx! {
        label { class: "check",
            input { r#type: "checkbox", id, checked: ticked, onchange: move |event| ontick.call(event.checked()) }
            CheckText { title, hint }
        }
    }
}

#[component]
fn CheckText(title: &'static str, hint: Option<&'static str>) -> Element {
    rsx! {
        span {
            span { class: "check-label", {title} }
            if let Some(hint) = hint {
                span { class: "hint", {hint} }
            }
        }
    }
}
