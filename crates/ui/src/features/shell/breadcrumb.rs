//! The way back from a page that is a part of something.

use dioxus::prelude::*;

use super::guarded_link::GuardedLink;
use crate::{
    components::{Icon, Shape},
    routes::Route,
    state::use_texts,
};

/// What the page is a part of, as a link, then what it shows.
#[component]
pub fn Breadcrumb(to: Route, parent: &'static str, here: String) -> Element {
    rsx! {
        nav { class: "breadcrumb", "aria-label": use_texts().breadcrumb(),
            ol { class: "breadcrumb-list",
                li {
                    GuardedLink { class: "breadcrumb-link", to, {parent} }
                }
                li { class: "breadcrumb-here",
                    Icon { shape: Shape::Chevron, small: true }
                    span { "aria-current": "location", {here} }
                }
            }
        }
    }
}
