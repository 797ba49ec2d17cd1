//! A key's value: dots, until its owner wants to see it; into the clipboard without being seen.
//!
//! It is here only while it is shown, and goes with the page.

use std::future::ready;

use dioxus::prelude::*;
use domain::token::{TokenId, TokenValue};
use futures_channel::oneshot::channel;
use server::rpc::tokens::reveal_token;

use super::state::{row_id, use_keys};
use crate::{
    components::{CopyButton, Copying, Icon, Shape, use_copying},
    features::{
        shell::use_step_up,
        submission::{Submission, use_submission},
    },
    platform,
    state::use_texts,
};

/// As many dots as make it look like a key; the real length says nothing.
const MASK: &str = "u-••••••••••••••••••••••••";

/// The value, an eye and a clipboard.
#[component]
pub fn KeyValue(id: TokenId, name: String) -> Element {
    let texts = use_texts();
    let shown = use_signal(|| None::<TokenValue>);
    let revealing = use_submission("");
    let copying = use_copying();
    let element = format!("{}-value", row_id(id));
    use_marking(copying, shown, element.clone());
    let visible = shown.read().is_some();
    rsx! {
        div { class: "secret",
            code { class: "secret-value", id: element, "data-masked": "{!visible}",
                if let Some(value) = shown.read().as_ref() {
                    "{value.expose()}"
                } else {
                    span { "aria-hidden": "true", {MASK} }
                    span { class: "visually-hidden", {texts.key_masked()} }
                }
            }
            EyeButton { id, name: name.clone(), shown, revealing }
            CopyKey { id, name, shown, copying }
        }
        ByHand { copying }
    }
}

/// Shows the value, and hides it again.
#[component]
fn EyeButton(id: TokenId, name: String, shown: Signal<Option<TokenValue>>, revealing: Submission) -> Element {
    let texts = use_texts();
    let keys = use_keys();
    let step_up = use_step_up();
    let visible = shown.read().is_some();
    let label = if visible { texts.key_hide(&name) } else { texts.key_reveal(&name) };
    let turn = move |_| {
        if shown.take().is_some() {
            return;
        }
        revealing.start(async move {
            match step_up.run(|| reveal_token(id)).await {
                Ok(value) => shown.set(Some(value)),
                Err(error) => keys.tell(&error),
            }
            // A reveal leaves an entry in the activity log.
            spawn(keys.refresh());
            Ok(())
        });
    };
    rsx! {
        button { class: "icon-button", r#type: "button", title: label.clone(), "aria-label": label,
            "aria-busy": revealing.busy().then_some("true"),
            onclick: turn,
            if revealing.busy() {
                span { class: "spinner", "aria-hidden": "true" }
            } else {
                Icon { shape: if visible { Shape::EyeOff } else { Shape::Eye }, small: true }
            }
        }
    }
}

/// Puts the value into the clipboard, seen or not.
#[component]
fn CopyKey(id: TokenId, name: String, shown: Signal<Option<TokenValue>>, copying: Copying) -> Element {
    let texts = use_texts();
    let keys = use_keys();
    let step_up = use_step_up();
    let submission = use_submission("");
    let copy = move |()| {
        if let Some(value) = shown.peek().clone() {
            copying.start(ready(Some(value.expose().to_owned())));
            return;
        }
        // The browser must be asked now, in the click; the value comes when it comes.
        let (hand_over, handed) = channel::<String>();
        let written = copying.copy(async move { handed.await.ok() });
        submission.start(async move {
            match step_up.run(|| reveal_token(id)).await {
                Ok(value) => {
                    // Fails where there is no clipboard to take it.
                    let _ = hand_over.send(value.expose().to_owned());
                    if !written.await {
                        shown.set(Some(value));
                    }
                }
                Err(error) => keys.tell(&error),
            }
            spawn(keys.refresh());
            Ok(())
        });
    };
    rsx! {
        CopyButton {
            copying,
            label: texts.key_copy(&name),
            done: texts.copied(),
            busy: submission.busy(),
            onclick: copy,
        }
    }
}

/// Marks the value once it stands there, after it could not be copied.
pub fn use_marking(copying: Copying, shown: Signal<Option<TokenValue>>, element: String) {
    use_effect(move || {
        if copying.failed() && shown.read().is_some() {
            platform::select(&element);
        }
    });
}

/// What to do when the clipboard did not take it.
#[component]
pub fn ByHand(copying: Copying) -> Element {
    let texts = use_texts();
    rsx! {
        p { class: "field-error", role: "alert",
            if copying.failed() {
                Icon { shape: Shape::Alert, small: true }
                span { {texts.copy_by_hand()} }
            }
        }
    }
}
