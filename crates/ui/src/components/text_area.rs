//! A labelled text of several lines, with a counter if there is a limit.

use dioxus::prelude::*;

use super::{
    shown::use_shown,
    text_field::{FieldProblem, ids_of},
};

/// From how many characters before the limit the counter is told aloud.
const NEAR: usize = 50;

/// Several lines of text and, with a limit, how many characters of them are used. Typing past the limit
/// is possible and marked, so that a pasted text can be shortened.
#[component]
pub fn TextArea(
    id: &'static str,
    label: &'static str,
    value: String,
    /// The most characters; they are counted then.
    #[props(default)]
    limit: Option<usize>,
    hint: &'static str,
    /// How many lines are seen at first.
    #[props(default = 4)]
    rows: u8,
    /// What a screen reader hears before the count.
    #[props(default)]
    counter_label: &'static str,
    #[props(default)] problem: Option<String>,
    oninput: EventHandler<String>,
) -> Element {
    let invalid = problem.is_some();
    let shown = use_shown(id, Some(&value), None);
    let parts = [(invalid, "error"), (true, "hint"), (limit.is_some(), "counter")];
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
                    rows: "{rows}",
                    // HTML knows no `value` attribute here: the text must stand inside the element.
                    dangerous_inner_html: escaped(&shown.first()),
                    "aria-invalid": invalid.then_some("true"),
                    "aria-describedby": ids_of(id, &parts),
                    oninput: move |event| {
                        shown.typed(event.value());
                        oninput.call(event.value());
                    },
                }
            }
            FieldProblem { id, problem }
            div { class: "field-foot",
                p { class: "hint", id: "{id}-hint", {hint} }
                if let Some(limit) = limit {
                    Counter { id, label: counter_label, used: value.chars().count(), limit }
                }
            }
        }
    }
}

#[component]
fn Counter(id: &'static str, label: &'static str, used: usize, limit: usize) -> Element {
    let state = if used > limit {
        Some("over")
    } else if used + NEAR >= limit {
        Some("near")
    } else {
        None
    };
    rsx! {
        p { class: "counter", id: "{id}-counter", "data-state": state,
            "aria-live": if state.is_some() { "polite" } else { "off" },
            span { class: "visually-hidden", "{label} " }
            "{used} / {limit}"
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
