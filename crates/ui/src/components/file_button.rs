//! A button that asks for a file.

use dioxus::{html::FileData, prelude::*};

use super::text_field::described_by;

/// A native file field that looks like a button. It forgets its file at once, so that the same can be chosen again.
#[component]
pub fn FileButton(
    /// The id of the field, which has the focus.
    id: &'static str,
    label: &'static str,
    /// The kinds of files, as the browser and the system's dialog want them named.
    accept: &'static str,
    /// Whether an element `{id}-hint` says more about it.
    #[props(default)]
    hint: bool,
    /// Whether an element `{id}-error` says what was wrong with the last one.
    #[props(default)]
    problem: bool,
    onfile: EventHandler<FileData>,
) -> Element {
    let mut chosen = use_signal(|| 0_u32);
    rsx! {
        span { class: "file-button",
            // A list of one: only there a new key makes a new element.
            for number in [chosen()] {
                input {
                    key: "{number}",
                    id,
                    name: id,
                    class: "file-field",
                    r#type: "file",
                    accept,
                    "aria-invalid": problem.then_some("true"),
                    "aria-describedby": described_by(id, problem, hint),
                    onchange: move |event| {
                        if let Some(file) = event.files().into_iter().next() {
                            chosen += 1;
                            onfile.call(file);
                        }
                    },
                }
            }
            label { class: "button", r#for: id, {label} }
        }
    }
}
