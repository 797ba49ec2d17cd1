//! What can be done with one item of a list, behind a button.

use dioxus::prelude::*;

use super::{Icon, Shape};
use crate::platform;

/// The button and its menu: a native popover, which opens at the button.
#[component]
pub fn RowMenu(
    /// The menu's id.
    id: String,
    /// What the button and the menu are called.
    label: String,
    children: Element,
) -> Element {
    rsx! {
        button {
            class: "icon-button",
            r#type: "button",
            popovertarget: id.clone(),
            "aria-haspopup": "true",
            "aria-label": label.clone(),
            title: label.clone(),
            Icon { shape: Shape::More }
        }
        div { class: "menu menu-row", id, popover: "auto", role: "group", "aria-label": label, {children} }
    }
}

/// One thing in a menu.
#[component]
pub fn RowMenuItem(
    /// The menu's id.
    menu: String,
    label: &'static str,
    #[props(default)] danger: bool,
    onselect: EventHandler<()>,
) -> Element {
    rsx! {
        button {
            class: if danger { "menu-item menu-item-danger" } else { "menu-item" },
            r#type: "button",
            onclick: move |_| {
                // Closed first, the menu gives the focus back to its button, and a dialog later gives
                // it back there too.
                platform::hide_popover(&menu);
                onselect.call(());
            },
            {label}
        }
    }
}
