//! A labelled line of text, with its hint and its error; and what other fields share with it.

use dioxus::prelude::*;

use super::{Icon, Shape, shown::use_shown};

/// One line of text.
///
/// Without `value` the browser keeps the text and the form reads it when it is submitted, so that
/// nothing typed before the page came to life, and nothing a password manager fills in, is lost.
#[component]
pub fn TextField(
    /// The element's id, and its name in the form.
    id: &'static str,
    label: &'static str,
    #[props(default = "text")] r#type: &'static str,
    #[props(default)] autocomplete: Option<&'static str>,
    #[props(default)] inputmode: Option<&'static str>,
    #[props(default)] value: Option<String>,
    /// The text at first, without being its master afterwards.
    #[props(default)]
    initial: Option<String>,
    #[props(default)] maxlength: Option<usize>,
    #[props(default)] required: bool,
    #[props(default)] readonly: bool,
    #[props(default)] hint: Option<&'static str>,
    #[props(default)] problem: Option<String>,
    #[props(default)] oninput: Option<EventHandler<String>>,
) -> Element {
    let invalid = problem.is_some();
    // An address is no prose: no capital at its start, no red line under it.
    let plain = r#type == "email";
    let shown = use_shown(id, value.as_deref(), initial.as_deref());
    rsx! {
        div { class: "field",
            label { class: "label", r#for: id, {label} }
            // A list of one: only there a new key makes a new element.
            for fill in [shown.fills()] {
                input {
                    key: "{fill}",
                    class: "input",
                    id,
                    name: id,
                    r#type,
                    autocomplete,
                    inputmode,
                    autocapitalize: plain.then_some("none"),
                    spellcheck: plain.then_some("false"),
                    maxlength: maxlength.map(|max| max.to_string()),
                    required,
                    readonly,
                    "aria-invalid": invalid.then_some("true"),
                    "aria-describedby": described_by(id, invalid, hint.is_some()),
                    oninput: move |event| {
                        shown.typed(event.value());
                        if let Some(oninput) = oninput {
                            oninput.call(event.value());
                        }
                    },
                    ..shown.attribute(),
                }
            }
            FieldProblem { id, problem }
            if let Some(hint) = hint {
                p { class: "hint", id: "{id}-hint", {hint} }
            }
        }
    }
}

/// The ids of what belongs to a field, as far as it is there.
pub fn described_by(id: &str, problem: bool, hint: bool) -> Option<String> {
    ids_of(id, &[(problem, "error"), (hint, "hint")])
}

/// The same for any parts.
pub fn ids_of(id: &str, parts: &[(bool, &str)]) -> Option<String> {
    let ids: Vec<String> =
        parts.iter().filter(|(there, _)| *there).map(|(_, part)| format!("{id}-{part}")).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// What is wrong with a field, under it.
#[component]
pub fn FieldProblem(#[props(into)] id: String, problem: Option<String>) -> Element {
    rsx! {
        if let Some(problem) = problem {
            p { class: "field-error", id: "{id}-error",
                Icon { shape: Shape::Alert, small: true }
                span { {problem} }
            }
        }
    }
}
