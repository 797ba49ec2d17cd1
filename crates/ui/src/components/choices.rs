//! One of a few, each with a word about it.

use dioxus::prelude::*;

use super::text_field::FieldProblem;

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What it means.
    pub hint: &'static str,
}

/// Radio buttons. The browser keeps which is chosen; the form reads it when it is submitted.
#[component]
pub fn Choices(
    /// The id of the first one.
    id: &'static str,
    name: &'static str,
    label: &'static str,
    choices: Vec<Choice>,
    initial: &'static str,
    /// Whether a dialog begins here: with what is chosen, as the Tab key would.
    #[props(default)]
    autofocus: bool,
    #[props(default)] problem: Option<String>,
) -> Element {
    let described_by = problem.is_some().then(|| format!("{id}-error"));
    rsx! {
        fieldset { class: "field", "aria-describedby": described_by,
            legend { class: "label", {label} }
            div { class: "choices",
                for (index , choice) in choices.into_iter().enumerate() {
                    label { key: "{choice.value}", class: "check choice",
                        input {
                            id: if index == 0 { id.to_owned() } else { format!("{id}-{}", choice.value) },
                            r#type: "radio",
                            name,
                            value: choice.value,
                            initial_checked: choice.value == initial,
                            autofocus: autofocus && choice.value == initial,
                        }
                        span {
                            span { class: "check-label", {choice.label} }
                            span { class: "hint", {choice.hint} }
                        }
                    }
                }
            }
            FieldProblem { id, problem }
        }
    }
}
