//! The fields of the dialog.

use dioxus::prelude::*;
use domain::{Field, support::DESCRIPTION_MAX};

use super::confirmation::{Said, Wanted};
use crate::{
    components::{Emphasised, FieldProblem, PART, TextArea, Tick},
    features::submission::Submission,
    state::use_texts,
};

/// The field for why they leave: what the server finds wrong with it is called so.
const WHY: &str = "deletion-description";

/// Why the person leaves, and whether that may be kept.
#[component]
pub fn WhyFields(said: Signal<Said>, submission: Submission) -> Element {
    let texts = use_texts();
    let mut said = said;
    let Said { why, keep } = said();
    rsx! {
        TextArea {
            id: WHY,
            label: texts.deletion_why(),
            hint: texts.deletion_why_hint(),
            rows: 3,
            counter_label: texts.characters_used(),
            limit: DESCRIPTION_MAX,
            value: why,
            problem: submission.problem(Field::Description, texts),
            oninput: move |typed| {
                submission.clear_field(Field::Description);
                said.write().why = typed;
            },
        }
        Tick {
            title: texts.deletion_keep(),
            hint: texts.deletion_keep_hint(),
            ticked: keep,
            ontick: move |ticked| said.write().keep = ticked,
        }
    }
}

/// A line that has to say `what`.
#[component]
pub fn WantedField(
    field: Wanted,
    what: String,
    #[props(default)] hint: Option<String>,
    problem: Option<String>,
    oninput: EventHandler<String>,
) -> Element {
    let texts = use_texts();
    let id = field.id();
    let label = match field {
        Wanted::Name(_) => texts.deletion_type_name(PART),
        Wanted::Email => texts.deletion_type_email(PART),
    };
    let invalid = problem.is_some();
    let mut described_by = Vec::new();
    if invalid {
        described_by.push(format!("{id}-error"));
    }
    if hint.is_some() {
        described_by.push(format!("{id}-hint"));
    }
    rsx! {
        div { class: "field",
            label { class: "label", r#for: id.clone(),
                Emphasised { text: label, part: what }
            }
            input {
                class: "input",
                id: id.clone(),
                // Not what a browser remembers: what the person means.
                autocomplete: "off",
                autocapitalize: "none",
                spellcheck: "false",
                inputmode: (field == Wanted::Email).then_some("email"),
                "aria-invalid": invalid.then_some("true"),
                "aria-describedby": (!described_by.is_empty()).then(|| described_by.join(" ")),
                oninput: move |event| oninput.call(event.value()),
            }
            FieldProblem { id: id.clone(), problem }
            if let Some(hint) = hint {
                p { class: "hint", id: "{id}-hint", {hint} }
            }
        }
    }
}
