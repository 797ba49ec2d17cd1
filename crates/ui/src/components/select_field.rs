//! A labelled choice of one of a few.

use dioxus::prelude::*;

use super::text_field::{FieldProblem, described_by};

/// One of a few. Each has a value for the program and a text for the person.
#[component]
pub fn SelectField(
    /// The element's id, and its name in the form.
    id: &'static str,
    label: &'static str,
    options: Vec<(&'static str, String)>,
    /// The one that is chosen now: it is written again at each rendering.
    #[props(into)]
    chosen: String,
    #[props(default)] hint: Option<String>,
    #[props(default)] problem: Option<String>,
    onchange: EventHandler<String>,
) -> Element {
    let invalid = problem.is_some();
    rsx! {
        div { class: "field",
            label { class: "label", r#for: id, {label} }
            select {
                class: "input",
                id,
                name: id,
                "aria-invalid": invalid.then_some("true"),
                "aria-describedby": described_by(id, invalid, hint.is_some()),
                onchange: move |event| onchange.call(event.value()),
                for (value , text) in options {
                    option { key: "{value}", value, selected: value == chosen, {text} }
                }
            }
            FieldProblem { id, problem }
            if let Some(hint) = &hint {
                p { class: "hint", id: "{id}-hint", {hint.clone()} }
            }
        }
    }
}
