//! A labelled text of several lines, with a counter.

use dioxus::prelude::*;

use super::{shown::use_shown, text_field::FieldProblem};

/// From how many characters before the limit the counter is told aloud.
const NEAR: usize = 50;

/// Several lines of text and how many characters of them are used. Typing past the limit is
/// possible and marked, so that a pasted text can be shortened.
#[component]
pub fn TextArea(
    id: &'static str,
    label: &'static str,
    value: String,
    limit: usize,
    hint: &'static str,
    /// What a screen reader hears before the count.
    counter_label: &'static str,
    #[props(default)] problem: Option<String>,
    oninput: EventHandler<String>,
) -> Element {
    let invalid = problem.is_some();
    let shown = use_shown(id, Some(&value), None);
    let used = value.chars().count();
    let state = if used > limit {
        Some("over")
    } else if used + NEAR >= limit {
        Some("near")
    } else {
        None
    };
    let described_by = if invalid {
        format!("{id}-error {id}-hint {id}-counter")
    } else {
        format!("{id}-hint {id}-counter")
    };
    rsx! {
        div { class: "field field-wide",
            label { class: "label", r#for: id, {label} }
            // A list of one: only there a new key makes a new element.
            for fill in [shown.fills()] {
                textarea {
                    key: "{fill}",
                    class: "input",
                    id,
                    name: id,
                    rows: "4",
                    // HTML knows no `value` attribute here: the text must stand inside the element.
                    dangerous_inner_html: escaped(&shown.first()),
                    "aria-invalid": invalid.then_some("true"),
                    "aria-describedby": described_by.clone(),
                    oninput: move |event| {
                        shown.typed(event.value());
                        oninput.call(event.value());
                    },
                }
            }
            FieldProblem { id, problem }
            div { class: "field-foot",
                p { class: "hint", id: "{id}-hint", {hint} }
                p { class: "counter", id: "{id}-counter", "data-state": state,
                    "aria-live": if state.is_some() { "polite" } else { "off" },
                    span { class: "visually-hidden", "{counter_label} " }
                    "{used} / {limit}"
                }
            }
        }
    }
}

/// A text as it stands in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_becomes_an_element() {
        assert_eq!(escaped("</textarea><b>&amp;"), "&lt;/textarea&gt;&lt;b&gt;&amp;amp;");
    }
}
