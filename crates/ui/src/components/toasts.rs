//! Short messages that come and go without moving the page.

use std::rc::Rc;

use dioxus::{core::spawn_forever, prelude::*};

use super::{Icon, Kind, Shape};
use crate::{platform, state::use_texts};

/// How long good news stays. Bad news stays until it is closed.
const STAY_MS: u32 = 6000;
/// How long it stays where it can be undone: long enough to read it, and to get there by keyboard.
const UNDO_STAY_MS: u32 = 12_000;
/// How many there are at most: more would cover the page.
const MOST: usize = 3;
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
    /// None yet. They belong to the root: what closes them later belongs to no component.
    pub fn new() -> Self {
        Self {
            shown: Signal::new_in_scope(Vec::new(), ScopeId::ROOT),
            next_id: Signal::new_in_scope(0, ScopeId::ROOT),
            held: Signal::new_in_scope(None, ScopeId::ROOT),
        }
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
        let new = Toast { id, kind, text, undo };
        let held = *self.held.peek();
        let mut shown = self.shown.write();
        make_room(&mut shown, &new, held);
        shown.push(new);
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

/// Takes away what `new` replaces: the same again, of good news the one before, and the oldest when there are too
/// many. Not the one that somebody is at, which has the focus or the pointer; and bad news last.
fn make_room(shown: &mut Vec<Toast>, new: &Toast, held: Option<u32>) {
    let replaced =
        |toast: &Toast| toast.kind == new.kind && (new.kind == Kind::Success || toast.text == new.text);
    shown.retain(|toast| held == Some(toast.id) || !replaced(toast));
    while shown.len() >= MOST {
        let free = |toast: &Toast| held != Some(toast.id);
        let oldest = shown.iter().position(|toast| free(toast) && toast.kind != Kind::Danger);
        let oldest = oldest.or_else(|| shown.iter().position(free));
        shown.remove(oldest.unwrap_or_default());
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

#[cfg(test)]
mod tests {
    use super::*;

    fn toast(id: u32, kind: Kind, text: &str) -> Toast {
        Toast { id, kind, text: text.to_owned(), undo: None }
    }

    /// The ids of those that are left of `shown` beside `new`.
    fn left(mut shown: Vec<Toast>, new: &Toast, held: Option<u32>) -> Vec<u32> {
        make_room(&mut shown, new, held);
        shown.iter().map(|toast| toast.id).collect()
    }

    #[test]
    fn good_news_replaces_good_news_unless_somebody_is_at_it() {
        let shown = || vec![toast(1, Kind::Success, "A is on"), toast(2, Kind::Info, "Ada joined")];
        let new = toast(3, Kind::Success, "B is on");
        assert_eq!(left(shown(), &new, None), [2]);
        assert_eq!(left(shown(), &new, Some(1)), [1, 2]);
    }

    #[test]
    fn the_same_again_is_there_once_and_there_are_three_at_most() {
        let shown = || {
            vec![
                toast(1, Kind::Danger, "No"),
                toast(2, Kind::Info, "Ada joined"),
                toast(3, Kind::Info, "Bob left"),
            ]
        };
        assert_eq!(left(shown(), &toast(4, Kind::Info, "Bob left"), None), [1, 2]);
        assert_eq!(left(shown(), &toast(4, Kind::Info, "Eve joined"), None), [1, 3], "the oldest news goes");
        assert_eq!(left(shown(), &toast(4, Kind::Info, "Eve joined"), Some(2)), [1, 2]);
        let bad =
            || vec![toast(1, Kind::Danger, "A"), toast(2, Kind::Danger, "B"), toast(3, Kind::Danger, "C")];
        assert_eq!(left(bad(), &toast(4, Kind::Danger, "D"), Some(1)), [1, 3]);
    }
}
