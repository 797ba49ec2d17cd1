//! The button that submits a form.

use dioxus::prelude::*;

/// A form's submit button. While it is busy, or there is nothing to submit, it is `aria-disabled`, not
/// `disabled`, so that it keeps the focus; the form ignores a submit then.
#[component]
pub fn SubmitButton(
    label: &'static str,
    #[props(default)] busy: bool,
    #[props(default)] disabled: bool,
    #[props(default)] block: bool,
    /// What it does can't be undone.
    #[props(default)]
    danger: bool,
    /// The id of what says why there is nothing to submit.
    #[props(default)]
    described_by: Option<&'static str>,
    /// Whether only the app can send the form. Until the page has come to life the browser would post it, by the
    /// Enter key too, to a page that takes none; a `disabled` button keeps it from that.
    #[props(default)]
    live_only: bool,
) -> Element {
    let mut lifeless = use_signal(|| live_only);
    use_effect(move || lifeless.set(false));
    let class = match (danger, block) {
        (true, _) => "button button-danger",
        (false, true) => "button button-primary button-block",
        (false, false) => "button button-primary",
    };
    let waiting = busy.then_some("true");
    let off = (busy || disabled).then_some("true");
    rsx! {
        button { class, r#type: "submit", disabled: lifeless(), "aria-disabled": off, "aria-busy": waiting,
            "aria-describedby": described_by,
            if busy {
                span { class: "spinner", "aria-hidden": "true" }
            }
            {label}
        }
    }
}
