//! Pages that are one message.

use dioxus::prelude::*;
use domain::{AppError, ErrorCode};

use super::{
    navigation::{use_focus_on_navigation, use_page_title},
    top_bar::TopBar,
};
use crate::{
    components::{Emphasised, Icon, PART, Shape},
    platform,
    routes::Route,
    state::use_texts,
};

/// Any address that is no page's, inside the frame of whoever is signed in.
#[component]
pub fn NotFound() -> Element {
    rsx! {
        div { class: "message-page",
            NoPage {}
        }
    }
}

/// The same for whoever is not.
#[component]
pub fn NotFoundForStrangers() -> Element {
    use_focus_on_navigation();
    rsx! {
        div { class: "app",
            TopBar {}
            main { class: "message-page", id: "content", tabindex: "-1",
                NoPage {}
            }
        }
    }
}

#[component]
fn NoPage() -> Element {
    rsx! {
        NothingHere {
            Link { class: "button button-primary", to: Route::Profile, {use_texts().go_to_settings()} }
        }
    }
}

/// Inside a `message-page`: that there is nothing at this address, or nothing for this person. Its
/// children lead on.
#[component]
pub fn NothingHere(children: Element) -> Element {
    let texts = use_texts();
    use_page_title(texts.not_found_title(), false);
    platform::use_status(ErrorCode::NotFound.status());
    rsx! {
        span { class: "emblem",
            Icon { shape: Shape::Compass }
        }
        h1 { {texts.not_found_title()} }
        p { {texts.not_found_text()} }
        div { class: "actions", {children} }
    }
}

/// In place of a page that can't be shown: the server is out of reach, or something is wrong.
#[component]
pub fn Failure(error: AppError, onretry: EventHandler<()>) -> Element {
    let texts = use_texts();
    let unreachable = error.code == ErrorCode::Unreachable;
    let address = platform::server_address();
    let title = if unreachable { texts.unreachable_title() } else { texts.failed_title() };
    // Without the brand: it may be what could not be asked for. The page that comes next has a title again.
    platform::use_title(title);
    platform::use_status(error.code.status());
    rsx! {
        main { class: "message-page", id: "content", tabindex: "-1",
            span { class: "emblem", "data-kind": (!unreachable).then_some("danger"),
                Icon { shape: if unreachable { Shape::Offline } else { Shape::Warning } }
            }
            h1 { {title} }
            p {
                if unreachable {
                    Emphasised { text: texts.unreachable_text(PART), part: address }
                } else {
                    {error.text(texts)}
                }
            }
            div { class: "actions",
                button { class: "button button-primary", r#type: "button", onclick: move |_| onretry.call(()),
                    Icon { shape: Shape::Retry, small: true }
                    {texts.retry()}
                }
            }
        }
    }
}
