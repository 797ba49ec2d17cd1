//! The profile button and the menu behind it.

use dioxus::prelude::*;

use super::{guarded_link::GuardedLink, log_out::LogoutForm};
use crate::{
    components::{Avatar, Icon, Shape},
    platform,
    routes::Route,
    state::{use_me, use_texts},
};

const MENU: &str = "user-menu";

/// The menu: a native popover, so that it opens before the page comes to life. It closes when the Tab key leaves
/// it, before the focus moves: so the browser goes on from the button.
#[component]
pub fn UserMenu() -> Element {
    let texts = use_texts();
    let close_on_tab = |backwards: bool| {
        move |event: KeyboardEvent| {
            if event.key() == Key::Tab && event.modifiers().shift() == backwards {
                platform::hide_popover(MENU);
            }
        }
    };
    let me = use_me();
    let me = me.read();
    rsx! {
        button { class: "avatar-button", id: "user-menu-button", r#type: "button", popovertarget: MENU, "aria-haspopup": "true",
            onkeydown: close_on_tab(true),
            Avatar { initials: me.initials.clone(), picture: me.picture.clone() }
            span { class: "visually-hidden", {texts.user_menu()} }
        }
        nav { class: "menu", id: MENU, popover: "auto", "aria-label": texts.user_menu(),
            div { class: "menu-header",
                Avatar { initials: me.initials.clone(), picture: me.picture.clone() }
                div { class: "menu-who",
                    if !me.name.is_empty() {
                        p { class: "menu-name", "{me.name}" }
                    }
                    p { class: "menu-email", title: "{me.email}", "{me.email}" }
                }
            }
            GuardedLink { class: "menu-item", to: Route::Profile, onfollow: move |()| platform::hide_popover(MENU),
                Icon { shape: Shape::Sliders }
                {texts.settings()}
            }
            GuardedLink { class: "menu-item", to: Route::Organisations, onfollow: move |()| platform::hide_popover(MENU),
                Icon { shape: Shape::Building }
                {texts.organisations()}
            }
            GuardedLink { class: "menu-item", to: Route::SUPPORT, onfollow: move |()| platform::hide_popover(MENU),
                Icon { shape: Shape::Help }
                {texts.support()}
            }
            hr { class: "menu-separator" }
            LogoutForm { onlogout: move |()| platform::hide_popover(MENU),
                button { class: "menu-item", r#type: "submit", onkeydown: close_on_tab(false),
                    Icon { shape: Shape::LogOut }
                    {texts.logout()}
                }
            }
        }
    }
}

/// The button's shape while it is not known who is signed in.
#[component]
pub fn UserMenuSkeleton() -> Element {
    rsx! {
        span { class: "skeleton skeleton-avatar", "aria-hidden": "true" }
    }
}
