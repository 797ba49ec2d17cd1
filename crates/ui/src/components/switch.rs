//! On or off, which counts as soon as it is switched.

use dioxus::prelude::*;

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
    use_effect(move || alive.set(true));
    // What was clicked before the page came to life, or what the browser remembered of the page before, is not
    // what is stored: coming to life writes the truth once more, which only a volatile attribute does.
    alive();
    let truth = vec![Attribute::new("checked", on, None, true)];
    rsx! {
        input {
            class: "switch",
            r#type: "checkbox",
            role: "switch",
            id,
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
