//! The focus, where a page redraws what has it.

use std::{cell::RefCell, rc::Rc};

use dioxus::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element as Node, Event, FocusOptions, HtmlElement, MutationObserver, MutationObserverInit};

use super::{document, element};

/// Has the element `to` take the focus when what has it `within` another one goes.
pub fn use_kept_focus(within: &'static str, to: &'static str) {
    let mut watch = use_hook(|| CopyValue::new(None::<Watch>));
    use_effect(move || watch.set(Watch::begin(within, to)));
}

/// What JavaScript calls as long as the component is there.
struct Watch {
    observer: MutationObserver,
    on_focus: Closure<dyn FnMut(Event)>,
    _on_change: Closure<dyn FnMut()>,
}

impl Watch {
    fn begin(within: &'static str, to: &'static str) -> Option<Self> {
        let held = Rc::new(RefCell::new(None::<Node>));
        let holding = Rc::clone(&held);
        let on_focus = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let place = element::<Node>(within);
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            *holding.borrow_mut() = target.filter(|it| place.is_some_and(|place| place.contains(Some(it))));
        });
        let on_change = Closure::<dyn FnMut()>::new(move || {
            let gone = held.borrow().as_ref().is_some_and(|held| !held.is_connected());
            if gone && is_nowhere() {
                held.take();
                take_focus(to);
            }
        });
        let document = document()?;
        document.add_event_listener_with_callback("focusin", on_focus.as_ref().unchecked_ref()).ok()?;
        let observer = MutationObserver::new(on_change.as_ref().unchecked_ref()).ok()?;
        let all = MutationObserverInit::new();
        all.set_child_list(true);
        all.set_subtree(true);
        observer.observe_with_options(&document, &all).ok()?;
        Some(Self { observer, on_focus, _on_change: on_change })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
        if let Some(document) = document() {
            // Never fails: one that does not listen is left alone.
            let _ = document
                .remove_event_listener_with_callback("focusin", self.on_focus.as_ref().unchecked_ref());
        }
    }
}

/// Whether nothing has the focus: then the page as a whole stands for it.
fn is_nowhere() -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_none_or(|active| active.tag_name() == "BODY")
}

/// Nothing moves on the screen: the person is where they were.
fn take_focus(id: &str) {
    if let Some(element) = element::<HtmlElement>(id) {
        let still = FocusOptions::new();
        still.set_prevent_scroll(true);
        // Fails on an element that can't have the focus, which then stays where it is.
        let _ = element.focus_with_options(&still);
    }
}
