//! Whether the person sees the page.

use std::rc::Rc;

use dioxus::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::EventTarget;

use super::document;

/// What says that the person is back: from another window, or from another page of this one.
fn sources() -> impl Iterator<Item = (EventTarget, &'static str)> {
    let window = web_sys::window().map(|window| (window.into(), "focus"));
    let document = document().map(|document| (document.into(), "visibilitychange"));
    window.into_iter().chain(document)
}

/// What JavaScript calls as long as the component is there.
struct Listening(Closure<dyn FnMut()>);

impl Drop for Listening {
    fn drop(&mut self) {
        for (source, event) in sources() {
            // Never fails: one that does not listen is left alone.
            let _ = source.remove_event_listener_with_callback(event, self.0.as_ref().unchecked_ref());
        }
    }
}

/// Tells each time the person comes back to the window.
pub fn use_return(returned: impl Fn() + 'static) {
    let listening = use_hook(|| {
        let returned = Closure::new(move || {
            if in_sight() {
                returned();
            }
        });
        for (source, event) in sources() {
            // Never fails.
            let _ = source.add_event_listener_with_callback(event, returned.as_ref().unchecked_ref());
        }
        Rc::new(Listening(returned))
    });
    use_drop(move || drop(listening));
}

/// Whether the page is not hidden behind another one.
pub fn in_sight() -> bool {
    document().is_some_and(|document| !document.hidden())
}
