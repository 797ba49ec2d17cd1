//! Copying to the clipboard, and saying that it is done.

use std::future::Future;

use dioxus::prelude::*;

use super::{Icon, Shape};
use crate::platform;

/// How long it says so.
const SAY_MS: u32 = 3000;

/// What came of the last try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Copied {
    /// There was none, or it is long ago.
    Not,
    /// It is in the clipboard.
    Done,
    /// The clipboard did not take it.
    Failed,
}

/// Copies, one text or another.
#[derive(Clone, Copy, PartialEq)]
pub struct Copying {
    outcome: Signal<Copied>,
    tries: Signal<u32>,
}

/// For one [`CopyButton`].
pub fn use_copying() -> Copying {
    Copying { outcome: use_signal(|| Copied::Not), tries: use_signal(|| 0) }
}

impl Copying {
    /// Copies a text, also one that is yet to come. Called in the click, where the browser allows it.
    pub fn copy(
        mut self,
        text: impl Future<Output = Option<String>> + 'static,
    ) -> impl Future<Output = bool> {
        let done = platform::copy(text);
        async move {
            let done = done.await;
            self.outcome.set(if done { Copied::Done } else { Copied::Failed });
            self.tries += 1;
            if done {
                let this_try = *self.tries.peek();
                spawn(async move {
                    platform::sleep(SAY_MS).await;
                    if *self.tries.peek() == this_try {
                        self.outcome.set(Copied::Not);
                    }
                });
            }
            done
        }
    }

    /// The same, for who does not wait for it.
    pub fn start(self, text: impl Future<Output = Option<String>> + 'static) {
        let done = self.copy(text);
        spawn(async move {
            done.await;
        });
    }

    /// Whether the last try worked, a moment ago.
    pub fn done(self) -> bool {
        *self.outcome.read() == Copied::Done
    }

    /// Whether the last try failed.
    pub fn failed(self) -> bool {
        *self.outcome.read() == Copied::Failed
    }
}

/// A button with a clipboard, and room beside it for "Copied", which a screen reader hears as well.
#[component]
pub fn CopyButton(
    copying: Copying,
    label: String,
    /// What to say when it is done.
    done: &'static str,
    /// Whether the label stands on the button, or only a screen reader hears it.
    #[props(default)]
    labelled: bool,
    #[props(default)] busy: bool,
    onclick: EventHandler<()>,
) -> Element {
    let copied = copying.done();
    let shape = if copied { Shape::Done } else { Shape::Clipboard };
    rsx! {
        span { class: "copied", role: "status",
            if copied {
                {done}
            }
        }
        button {
            class: if labelled { "button" } else { "icon-button" },
            r#type: "button",
            title: (!labelled).then(|| label.clone()),
            "aria-label": (!labelled).then(|| label.clone()),
            "aria-disabled": busy.then_some("true"),
            "aria-busy": busy.then_some("true"),
            "data-state": copied.then_some("done"),
            onclick: move |_| {
                if !busy {
                    onclick.call(());
                }
            },
            if busy {
                span { class: "spinner", "aria-hidden": "true" }
            } else {
                Icon { shape, small: true }
            }
            if labelled {
                {label.clone()}
            }
        }
    }
}
