//! The field for a code: from a mail, from an authenticator app, or one that was saved.

use dioxus::prelude::*;

use super::text_field::{FieldProblem, described_by};
use crate::platform;

/// What a code looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// Six digits that are good for a short time.
    Digits,
    /// Four groups of letters and digits, saved for later.
    Letters,
}

/// A code. No `maxlength`: one pasted with a space in it must fit, and the rules drop the space.
#[component]
pub fn CodeField(
    /// The element's id, and its name in the form.
    #[props(default = "code")]
    id: &'static str,
    #[props(default = CodeKind::Digits)] kind: CodeKind,
    label: &'static str,
    hint: &'static str,
    #[props(default)] problem: Option<String>,
    #[props(default)] oninput: Option<EventHandler<()>>,
    /// Whether the page begins here.
    #[props(default)]
    focused: bool,
) -> Element {
    let invalid = problem.is_some();
    use_effect(move || {
        if focused {
            platform::focus(id);
        }
    });
    let (class, inputmode, autocomplete) = match kind {
        CodeKind::Digits => ("input input-code", "numeric", "one-time-code"),
        CodeKind::Letters => ("input input-code input-code-long", "text", "off"),
    };
    rsx! {
        div { class: "field",
            label { class: "label", r#for: id, {label} }
            input {
                class,
                id,
                name: id,
                r#type: "text",
                inputmode,
                autocomplete,
                autocapitalize: "none",
                spellcheck: "false",
                required: true,
                "aria-invalid": invalid.then_some("true"),
                "aria-describedby": described_by(id, invalid, true),
                oninput: move |_| {
                    if let Some(oninput) = oninput {
                        oninput.call(());
                    }
                },
            }
            FieldProblem { id, problem }
            p { class: "hint", id: "{id}-hint", {hint} }
        }
    }
}
