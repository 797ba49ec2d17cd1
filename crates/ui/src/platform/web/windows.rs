//! The windows of one browser. A browser opens only six connections to a server that speaks HTTP/1.1, for all
//! windows together; so of those out of sight one follows the server and passes on what it is told. Those in sight
//! follow for themselves: a browser may stop the others at any moment.

use std::rc::Rc;

use dioxus::prelude::*;
use domain::notification::Told;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, MessageEvent};

use super::document;
use crate::platform::Heard;

/// What the windows talk over, and what one of them holds.
fn name_of(person: &str) -> String {
    format!("notifications-{person}")
}

/// What JavaScript calls as long as the component is there.
struct Listening {
    channel: Option<BroadcastChannel>,
    _hidden: Closure<dyn FnMut()>,
    _told: Closure<dyn FnMut(MessageEvent)>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(document) = document() {
            document.set_onvisibilitychange(None);
        }
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}

/// Hears of the other windows of this person, and whether this one is in sight.
pub fn use_windows(person: &str, hear: impl Fn(Heard) + Clone + 'static) {
    let name = name_of(person);
    let listening = use_hook(|| {
        let heard = hear.clone();
        let hidden = Closure::new(move || {
            if let Some(document) = document() {
                heard(Heard::Hidden(document.hidden()));
            }
        });
        let told = Closure::new(move |event: MessageEvent| {
            let told = event.data().as_string().and_then(|text| serde_json::from_str(&text).ok());
            if let Some(told) = told {
                hear(Heard::Told(told));
            }
        });
        if let Some(document) = document() {
            document.set_onvisibilitychange(Some(hidden.as_ref().unchecked_ref()));
        }
        let channel = BroadcastChannel::new(&name).ok();
        if let Some(channel) = &channel {
            channel.set_onmessage(Some(told.as_ref().unchecked_ref()));
        }
        Rc::new(Listening { channel, _hidden: hidden, _told: told })
    });
    use_drop(move || drop(listening));
}

/// Passes on what this window was told.
pub fn tell_windows(person: &str, told: &Told) {
    let Ok(channel) = BroadcastChannel::new(&name_of(person)) else { return };
    if let Ok(text) = serde_json::to_string(told) {
        // Fails only in a page that is being closed.
        let _ = channel.post_message(&text.into());
    }
    channel.close();
}

/// The right to follow for all windows out of sight, until it is dropped.
pub struct Turn(Function);

impl Drop for Turn {
    fn drop(&mut self) {
        // A promise's own function never fails.
        let _ = self.0.call0(&JsValue::NULL);
    }
}

/// Waits until this window may follow for all that are out of sight. Nothing where the browser has no locks for
/// the page, which is not served securely: there each follows for itself.
pub async fn turn(person: &str) -> Option<Turn> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into::<Function>().ok()?;
    let (over, end) = promise()?;
    let (granted, grant) = promise()?;
    // Given back also when nobody waits for it any more.
    let turn = Turn(end);
    let holding = Closure::once_into_js(move |_lock: JsValue| {
        let _ = grant.call0(&JsValue::NULL);
        over
    });
    let held = request.call2(&locks, &name_of(person).into(), &holding).ok()?.dyn_into::<Promise>().ok()?;
    // Somebody has to listen to a promise that fails, or the browser complains.
    drop(JsFuture::from(held));
    JsFuture::from(granted).await.ok()?;
    Some(turn)
}

/// A promise, and the function that keeps it.
fn promise() -> Option<(Promise, Function)> {
    let mut keep = None;
    let promise = Promise::new(&mut |resolve, _| keep = Some(resolve));
    Some((promise, keep?))
}
