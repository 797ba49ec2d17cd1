//! On or off, which counts as soon as it is switched.

use dioxus::prelude::*;

use crate::platform;

/// The switch alone: what it is called and what it means stands elsewhere, by the ids of which it is known.
#[component]
pub fn Switch(
    #[props(into)] id: String,
    on: bool,
    /// The ids of what it is called, one or several.
    #[props(into)]
    labelled_by: String,
    /// The ids of what explains it.
    #[props(default, into)]
    described_by: Option<String>,
    /// Whether it can't be switched. It keeps its place among the keys' stops, so that everybody hears why not.
    #[props(default)]
    locked: bool,
    onswitch: EventHandler<bool>,
) -> Element {
    let mut alive = use_signal(|| false);
    let input = id.clone();
    use_effect(move || {
        if *alive.peek() {
            return;
        }
        alive.set(true);
        // Somebody was faster than the page: their click counts.
        if let Some(switched) = platform::switched(&input).filter(|switched| *switched != on && !locked) {
            onswitch.call(switched);
        }
    });
    // Where it doesn't count, the truth is written once more, which only a volatile attribute is.
    alive();
    let truth = vec![Attribute::new("checked", on, None, true)];
    rsx! {
        input {
            class: "switch",
            r#type: "checkbox",
            role: "switch",
            id,
            // Or a browser remembers it from the page before, as if it had been clicked.
            autocomplete: "off",
            "aria-labelledby": labelled_by,
            "aria-describedby": described_by,
            "aria-disabled": locked.then_some("true"),
            onclick: move |event| {
                if locked {
                    event.prevent_default();
                }
            },
            onchange: move |event| {
                if !locked {
                    onswitch.call(event.checked());
                }
            },
            ..truth,
        }
    }
}
