//! A field that a person types in and the app fills now and then.
//!
//! The browser keeps the text, and gets another only where the app changes it. Were each letter given
//! back to it, a window would lose what was typed meanwhile: its page is told a moment later.

use dioxus::prelude::*;

use crate::platform;

/// What a field shows.
#[derive(Clone, Copy)]
pub struct Shown {
    last: CopyValue<String>,
    first: CopyValue<String>,
    fills: CopyValue<u32>,
}

/// Follows the `value` that the field with this id is to show, if the app has one for it; else the
/// field begins with `initial` and is the person's.
pub fn use_shown(id: &str, value: Option<&str>, initial: Option<&str>) -> Shown {
    let mut shown = use_hook(|| {
        let first = value.or(initial).unwrap_or_default();
        Shown {
            last: CopyValue::new(first.to_owned()),
            first: CopyValue::new(first.to_owned()),
            fills: CopyValue::new(0),
        }
    });
    if let Some(value) = value.filter(|value| *shown.last.peek() != *value) {
        shown.last.set(value.to_owned());
        // What was typed before the page came to life stands there already.
        if platform::typed(id).as_deref() != Some(value) {
            shown.first.set(value.to_owned());
            let fills = *shown.fills.peek();
            shown.fills.set(fills + 1);
        }
    }
    shown
}

impl Shown {
    /// The text that the element begins with.
    pub fn first(self) -> String {
        self.first.peek().clone()
    }

    /// The same as the `value` of an `input`: in the server's HTML, and not set again at each rendering.
    pub fn attribute(self) -> Vec<Attribute> {
        vec![Attribute::new("value", self.first(), None, false)]
    }

    /// The element's key: another one makes another element.
    pub fn fills(self) -> u32 {
        *self.fills.peek()
    }

    /// Takes note of what the person typed.
    pub fn typed(mut self, text: String) {
        self.last.set(text);
    }
}
