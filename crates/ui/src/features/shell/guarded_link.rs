//! A link that asks before it takes the person away from unsaved changes.

use dioxus::{
    html::{input_data::MouseButton, point_interaction::ModifiersInteraction},
    prelude::*,
};

use super::leave::use_leave;
use crate::{routes::Route, state::Leave};

/// The link. With a modifier key or another button it is the browser's.
#[component]
pub fn GuardedLink(
    to: Route,
    class: &'static str,
    /// Whether the person is there, or on a page that is a part of it.
    #[props(default)]
    current: bool,
    /// What a link that is only an icon is called.
    #[props(default)]
    label: Option<String>,
    #[props(default)] onfollow: Option<EventHandler<()>>,
    children: Element,
) -> Element {
    let leave = use_leave();
    let here = use_route::<Route>();
    let href = to.to_string();
    rsx! {
        a {
            class,
            href,
            "aria-current": current.then_some(if here == to { "page" } else { "true" }),
            "aria-label": label.clone(),
            title: label,
            onclick: move |event| {
                let plain = event.modifiers().is_empty() && event.trigger_button() == Some(MouseButton::Primary);
                if plain {
                    event.prevent_default();
                    if let Some(onfollow) = onfollow {
                        onfollow.call(());
                    }
                    leave.request(Leave::To(to.clone()));
                }
            },
            {children}
        }
    }
}
