//! A question that must be answered before anything else.

use dioxus::prelude::*;

use crate::platform;

/// A modal dialog: the native element, which keeps the focus inside and gives it back afterwards.
/// Its content is there only while it is open, so each time it begins afresh.
#[component]
pub fn Dialog(
    id: &'static str,
    open: ReadSignal<bool>,
    /// For a form, which needs more room than a question.
    #[props(default)]
    wide: bool,
    /// The id of what gets the focus afterwards, where what had it before will be gone.
    #[props(default)]
    after: Option<ReadSignal<Option<String>>>,
    /// Escape, or what stands for it.
    oncancel: EventHandler<()>,
    children: Element,
) -> Element {
    // A dialog that was never open has nothing to give back.
    let mut was_open = use_signal(|| false);
    use_effect(move || {
        if open() {
            was_open.set(true);
            platform::show_dialog(id);
        } else if was_open.replace(false) {
            platform::close_dialog(id);
            if let Some(after) = after.and_then(|after| after.peek().clone()) {
                platform::focus(&after);
            }
        }
    });
    rsx! {
        dialog {
            class: if wide { "dialog dialog-wide" } else { "dialog" },
            id,
            "aria-labelledby": "{id}-title",
            "aria-describedby": "{id}-text",
            // The caller closes it, or asks first.
            oncancel: move |event| {
                event.prevent_default();
                oncancel.call(());
            },
            // A browser may close a dialog on Escape without asking; the key always comes first.
            onkeydown: move |event| {
                if event.key() == Key::Escape {
                    event.prevent_default();
                    oncancel.call(());
                }
            },
            if open() {
                {children}
            }
        }
    }
}
