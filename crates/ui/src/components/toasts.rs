//! Short messages that come and go without moving the page.

use dioxus::{core::spawn_forever, prelude::*};

use super::{Icon, Kind, Shape};
use crate::{platform, state::use_texts};

/// How long good news stays. Bad news stays until it is closed.
const STAY_MS: u32 = 6000;

/// The messages on show.
#[derive(Clone, Copy, PartialEq)]
pub struct Toasts {
    shown: Signal<Vec<Toast>>,
    next_id: Signal<u32>,
}

#[derive(Clone, PartialEq)]
struct Toast {
    id: u32,
    kind: Kind,
    text: String,
}

impl Toasts {
    /// None yet.
    pub fn new() -> Self {
        Self { shown: Signal::new(Vec::new()), next_id: Signal::new(0) }
    }

    /// Says that something worked.
    pub fn success(self, text: impl Into<String>) {
        let id = self.show(Kind::Success, text.into());
        // Not tied to the component that says it: that may be on its way out.
        spawn_forever(async move {
            platform::sleep(STAY_MS).await;
            self.close(id);
        });
    }

    /// Says that something failed.
    pub fn failure(self, text: impl Into<String>) {
        self.show(Kind::Danger, text.into());
    }

    fn show(mut self, kind: Kind, text: String) -> u32 {
        let id = *self.next_id.peek();
        self.next_id.set(id.wrapping_add(1));
        self.shown.write().push(Toast { id, kind, text });
        id
    }

    fn close(mut self, id: u32) {
        self.shown.write().retain(|toast| toast.id != id);
    }
}

/// Where the messages appear. Always there, because a screen reader only tells changes of a
/// region that it knows.
#[component]
pub fn ToastRegion() -> Element {
    let texts = use_texts();
    let toasts: Toasts = use_context();
    rsx! {
        div { class: "toasts", id: "toasts", role: "status", "aria-live": "polite",
            for toast in toasts.shown.read().iter().cloned() {
                div { key: "{toast.id}", class: "toast",
                    "data-kind": if toast.kind == Kind::Danger { "error" } else { "success" },
                    Icon { shape: toast.kind.shape() }
                    p { class: "toast-text", {toast.text} }
                    button { class: "icon-button", r#type: "button", "aria-label": texts.close_message(),
                        onclick: move |_| toasts.close(toast.id),
                        Icon { shape: Shape::Close, small: true }
                    }
                }
            }
        }
    }
}
