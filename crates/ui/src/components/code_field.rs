//! The field for the code from a mail.

use dioxus::prelude::*;

use super::text_field::{FieldProblem, described_by};

/// Six digits. No `maxlength`: a code pasted with a space in it must fit, and the rules drop the
/// space.
#[component]
pub fn CodeField(
    label: &'static str,
    hint: &'static str,
    #[props(default)] problem: Option<String>,
) -> Element {
    let invalid = problem.is_some();
    rsx! {
        div { class: "field",
            label { class: "label", r#for: "code", {label} }
            input {
                class: "input input-code",
                id: "code",
                name: "code",
                r#type: "text",
                inputmode: "numeric",
                autocomplete: "one-time-code",
                required: true,
                placeholder: "000000",
                "aria-invalid": invalid.then_some("true"),
                "aria-describedby": described_by("code", invalid, true),
            }
            FieldProblem { id: "code", problem }
            p { class: "hint", id: "code-hint", {hint} }
        }
    }
}
