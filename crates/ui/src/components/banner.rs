//! A message in the flow of a page.

use dioxus::prelude::*;
use dioxus_html::{ScrollBehavior, ScrollLogicalPosition, ScrollToOptions};

use super::{Icon, Shape};

/// What a message means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It failed.
    Danger,
    /// Look before you go on.
    Warning,
    /// It worked.
    Success,
    /// Good to know.
    Info,
}

impl Kind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Danger => "danger",
            Self::Warning => "warning",
            Self::Success => "success",
            Self::Info => "info",
        }
    }

    pub(super) const fn shape(self) -> Shape {
        match self {
            Self::Danger => Shape::Alert,
            Self::Warning => Shape::Warning,
            Self::Success => Shape::Check,
            Self::Info => Shape::Info,
        }
    }

    /// Bad news interrupts a screen reader, good news waits its turn.
    const fn role(self) -> &'static str {
        match self {
            Self::Danger | Self::Warning => "alert",
            Self::Success | Self::Info => "status",
        }
    }
}

/// The message, and what to do about it as its children.
#[component]
pub fn Banner(
    kind: Kind,
    #[props(default)] title: Option<&'static str>,
    #[props(default)] text: Option<String>,
    /// Whether it says what a field says too, which has the focus and must stay in view.
    #[props(default)]
    beside_focus: bool,
    children: Element,
) -> Element {
    // Bad news appears above what was pressed, on a phone out of sight.
    let come_into_view = move |event: MountedEvent| async move {
        if kind.role() == "alert" && !beside_focus {
            let options = ScrollToOptions {
                behavior: ScrollBehavior::Instant,
                vertical: ScrollLogicalPosition::Nearest,
                horizontal: ScrollLogicalPosition::Nearest,
            };
            // Fails only when the banner is gone again.
            let _ = event.data().scroll_to_with_options(options).await;
        }
    };
    rsx! {
        div { class: "banner", "data-kind": kind.name(), role: kind.role(), onmounted: come_into_view,
            Icon { shape: kind.shape() }
            div { class: "banner-text",
                if let Some(title) = title {
                    p { class: "banner-title", {title} }
                }
                if let Some(text) = text {
                    p { {text} }
                }
            }
            {children}
        }
    }
}

/// A message that stands there from the start, so it interrupts nobody.
#[component]
pub fn Note(kind: Kind, text: &'static str) -> Element {
    rsx! {
        div { class: "banner", "data-kind": kind.name(), role: "note",
            Icon { shape: kind.shape() }
            p { class: "banner-text", {text} }
        }
    }
}
