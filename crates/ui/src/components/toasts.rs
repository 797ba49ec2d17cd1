//! Short messages that come and go without moving the page.

use std::rc::Rc;

use dioxus::{core::spawn_forever, prelude::*};

use super::{Icon, Kind, Shape};
use crate::{platform, state::use_texts};

/// How long good news stays. Bad news stays until it is closed.
const STAY_MS: u32 = 6000;
/// How long it stays where it can be undone: long enough to read it, and to get there by keyboard.
const UNDO_STAY_MS: u32 = 12_000;
/// How much longer while somebody is at it.
const MORE_MS: u32 = 2000;

/// The messages on show.
#[derive(Clone, Copy, PartialEq)]
pub struct Toasts {
    shown: Signal<Vec<Toast>>,
    next_id: Signal<u32>,
    /// The one under the pointer, or with the focus in it.
    held: Signal<Option<u32>>,
}

#[derive(Clone)]
struct Toast {
    id: u32,
    kind: Kind,
    text: String,
    undo: Option<Rc<dyn Fn()>>,
}

impl Toasts {
    /// None yet.
    pub fn new() -> Self {
        Self { shown: Signal::new(Vec::new()), next_id: Signal::new(0), held: Signal::new(None) }
    }

    /// Says that something worked.
    pub fn success(self, text: impl Into<String>) {
        let id = self.show(Kind::Success, text.into(), None);
        self.close_later(id, STAY_MS);
    }

    /// Says that something worked, with a button that undoes it. `undo` can run when the page that it came
    /// from is gone: it may `spawn`, because the toasts stay, but must not count on that page's signals.
    pub fn undoable(self, text: impl Into<String>, undo: impl Fn() + 'static) {
        let id = self.show(Kind::Success, text.into(), Some(Rc::new(undo)));
        self.close_later(id, UNDO_STAY_MS);
    }

    /// Says that something happened elsewhere.
    pub fn news(self, text: impl Into<String>) {
        let id = self.show(Kind::Info, text.into(), None);
        self.close_later(id, STAY_MS);
    }

    /// Says that something failed.
    pub fn failure(self, text: impl Into<String>) {
        self.show(Kind::Danger, text.into(), None);
    }

    /// Closes all: they were meant for whoever was here.
    pub fn clear(mut self) {
        self.shown.write().clear();
        self.held.set(None);
    }

    fn show(mut self, kind: Kind, text: String, undo: Option<Rc<dyn Fn()>>) -> u32 {
        let id = *self.next_id.peek();
        self.next_id.set(id.wrapping_add(1));
        self.shown.write().push(Toast { id, kind, text, undo });
        id
    }

    fn close_later(self, id: u32, ms: u32) {
        // Not tied to the component that says it: that may be on its way out.
        spawn_forever(async move {
            platform::sleep(ms).await;
            while *self.held.peek() == Some(id) {
                platform::sleep(MORE_MS).await;
            }
            self.close(id);
        });
    }

    fn hold(mut self, id: u32) {
        self.held.set(Some(id));
    }

    fn let_go(mut self, id: u32) {
        if *self.held.peek() == Some(id) {
            self.held.set(None);
        }
    }

    fn close(mut self, id: u32) {
        self.shown.write().retain(|toast| toast.id != id);
        self.let_go(id);
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
            for Toast { id , kind , text , undo } in toasts.shown.read().iter().cloned() {
                div { key: "{id}", class: "toast", "data-kind": kind.of_toast(),
                    onmouseenter: move |_| toasts.hold(id),
                    onmouseleave: move |_| toasts.let_go(id),
                    onfocusin: move |_| toasts.hold(id),
                    onfocusout: move |_| toasts.let_go(id),
                    Icon { shape: kind.shape() }
                    p { class: "toast-text", {text} }
                    if let Some(undo) = undo {
                        button { class: "link-button", r#type: "button",
                            onclick: move |_| {
                                toasts.close(id);
                                undo();
                            },
                            {texts.undo()}
                        }
                    }
                    button { class: "icon-button", r#type: "button", "aria-label": texts.close_message(),
                        onclick: move |_| toasts.close(id),
                        Icon { shape: Shape::Close, small: true }
                    }
                }
            }
        }
    }
}

impl Kind {
    const fn of_toast(self) -> &'static str {
        match self {
            Self::Danger | Self::Warning => "error",
            Self::Success => "success",
            Self::Info => "info",
        }
    }
}
