//! A labelled password that can be shown.

use dioxus::prelude::*;
use domain::identity::PASSWORD_MAX;

use super::{
    Icon, Shape,
    text_field::{FieldProblem, described_by},
};

/// A password. The browser keeps the text; the form reads it when it is submitted.
#[component]
pub fn PasswordField(
    id: &'static str,
    #[props(default = "password")] name: &'static str,
    label: &'static str,
    /// `current-password` or `new-password`, for password managers.
    autocomplete: &'static str,
    /// The name of the button that shows the text.
    show_label: &'static str,
    /// The id of the rules, where they are listed.
    #[props(default)]
    rules: Option<&'static str>,
    #[props(default)] problem: Option<String>,
    #[props(default)] autofocus: bool,
    #[props(default)] oninput: Option<EventHandler<String>>,
) -> Element {
    let invalid = problem.is_some();
    let mut shown = use_signal(|| false);
    let described_by = match (described_by(id, invalid, false), rules) {
        (Some(error), Some(rules)) => Some(format!("{rules} {error}")),
        (None, Some(rules)) => Some(rules.to_owned()),
        (error, None) => error,
    };
    rsx! {
        div { class: "field",
            label { class: "label", r#for: id, {label} }
            div { class: "input-group",
                input {
                    class: "input",
                    id,
                    name,
                    r#type: if shown() { "text" } else { "password" },
                    autocomplete,
                    autocapitalize: "none",
                    spellcheck: "false",
                    required: true,
                    maxlength: "{PASSWORD_MAX}",
                    autofocus,
                    "aria-invalid": invalid.then_some("true"),
                    "aria-describedby": described_by,
                    oninput: move |event| {
                        if let Some(oninput) = oninput {
                            oninput.call(event.value());
                        }
                    },
                }
                button {
                    class: "icon-button",
                    r#type: "button",
                    "aria-label": show_label,
                    "aria-pressed": if shown() { "true" } else { "false" },
                    "aria-controls": id,
                    onclick: move |_| shown.toggle(),
                    Icon { shape: if shown() { Shape::EyeOff } else { Shape::Eye } }
                }
            }
            FieldProblem { id, problem }
        }
    }
}
