//! The bar at the top.

use dioxus::prelude::*;

use super::{brand::BrandMark, guarded_link::GuardedLink};
use crate::{
    platform,
    routes::Route,
    state::{use_instance, use_texts},
};

/// Brand at the start, the person at the end; before both, the way past them for keyboards.
#[component]
pub fn TopBar(
    /// Whether there is so much to pass that it needs a link.
    #[props(default)]
    skip: bool,
    children: Element,
) -> Element {
    let texts = use_texts();
    rsx! {
        if skip {
            a { class: "skip-link", href: "#content",
                onclick: move |event| {
                    event.prevent_default();
                    platform::focus("content");
                },
                {texts.skip_link()}
            }
        }
        header { class: "topbar",
            GuardedLink { class: "brand", to: Route::Profile,
                BrandMark {}
                span { class: "brand-name", {use_instance().brand} }
            }
            div { class: "topbar-end", {children} }
        }
    }
}
