//! What a request is about: one of the categories that the installation has.

use dioxus::prelude::*;
use domain::Field;

use super::draft::id_of;
use crate::{components::FieldProblem, state::use_texts};

/// The choice. At first there is none.
#[component]
pub fn CategoryField(
    categories: Vec<String>,
    value: String,
    problem: Option<String>,
    onchange: EventHandler<String>,
) -> Element {
    let texts = use_texts();
    let id = id_of(Field::Category);
    let invalid = problem.is_some();
    rsx! {
        div { class: "field",
            label { class: "label", r#for: id, {texts.support_category()} }
            select {
                class: "input",
                id,
                name: "category",
                "aria-invalid": invalid.then_some("true"),
                "aria-describedby": invalid.then(|| format!("{id}-error")),
                onchange: move |event| onchange.call(event.value()),
                option { value: "", selected: value.is_empty(), {texts.support_category_none()} }
                for category in categories {
                    option { key: "{category}", value: "{category}", selected: category == value, "{category}" }
                }
            }
            FieldProblem { id, problem }
        }
    }
}
