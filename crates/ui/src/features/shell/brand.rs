//! The mark beside the brand's name.

use dioxus::prelude::*;

/// Two sliders on a tile.
#[component]
pub fn BrandMark() -> Element {
    rsx! {
        svg { class: "brand-mark", view_box: "0 0 32 32", "aria-hidden": "true",
            rect { width: "32", height: "32", rx: "8" }
            path { d: "M8 11.5h6.5M22.5 11.5H24M8 20.5h1.5M17.5 20.5H24" }
            circle { cx: "18.5", cy: "11.5", r: "3" }
            circle { cx: "13.5", cy: "20.5", r: "3" }
        }
    }
}
