//! Somebody's picture.

use dioxus::prelude::*;

use crate::platform;

/// How large it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    /// Beside a name.
    #[default]
    Small,
    /// At the head of a page.
    Large,
    /// Where it is the matter.
    Huge,
}

/// A picture over the initials of whom it shows: they are seen where there is none, and until it is there. Says
/// nothing to a screen reader: the name beside it does.
#[component]
pub fn Avatar(
    initials: String,
    /// The name of the picture's file.
    picture: Option<String>,
    #[props(default)] size: AvatarSize,
) -> Element {
    let class = match size {
        AvatarSize::Small => "avatar",
        AvatarSize::Large => "avatar avatar-lg",
        AvatarSize::Huge => "avatar avatar-xl",
    };
    rsx! {
        span { class, "aria-hidden": "true",
            {initials}
            // A list of one: another picture is another element, and shows the initials while it loads.
            for name in picture {
                img {
                    key: "{name}",
                    class: "avatar-picture",
                    src: platform::link_to(&format!("/pictures/{name}")),
                    alt: "",
                    decoding: "async",
                }
            }
        }
    }
}
