//! The bell in the top bar, and the latest notifications behind it.

use dioxus::prelude::*;
use domain::{AppError, notification::NotificationFilter};

use super::{row::NoticeText, state::use_notices};
use crate::{
    components::{Icon, Shape},
    features::shell::GuardedLink,
    platform,
    routes::Route,
    state::use_texts,
};

const PANEL: &str = "bell-panel";
/// How many there are in the panel.
const LATEST: usize = 10;

/// The button and its panel: a native popover, so that it opens before the page comes to life. What is in it
/// is read when it is opened first.
#[component]
pub fn Bell() -> Element {
    let texts = use_texts();
    let notices = use_notices();
    let mut failed = use_signal(|| None::<AppError>);
    let look = use_callback(move |()| {
        if !notices.has(NotificationFilter::All) {
            failed.set(None);
            spawn(async move { failed.set(notices.look(NotificationFilter::All).await.err()) });
        }
    });
    // Opened before the page came to life.
    use_effect(move || {
        if platform::popover_is_open(PANEL) {
            look.call(());
        }
    });
    let badge = notices.badge();
    let name = match &badge {
        Some(badge) => texts.bell_unread(badge),
        None => texts.notifications().to_owned(),
    };
    rsx! {
        button {
            class: "bell",
            id: "bell",
            r#type: "button",
            popovertarget: PANEL,
            "aria-haspopup": "dialog",
            "aria-label": name,
            onclick: move |_| look.call(()),
            Icon { shape: Shape::Bell }
            if let Some(badge) = badge {
                span { class: "bell-badge", "aria-hidden": "true", {badge} }
            }
        }
        div {
            class: "menu panel",
            id: PANEL,
            popover: "auto",
            role: "dialog",
            "aria-label": texts.notifications(),
            tabindex: "-1",
            autofocus: true,
            PanelHead {}
            match (notices.known(NotificationFilter::All), failed()) {
                (Some(known), _) if known.items.is_empty() => rsx! {
                    p { class: "panel-note", {texts.notices_empty()} }
                },
                (Some(known), _) => rsx! {
                    ul { class: "notices", role: "list",
                        for notification in known.items.into_iter().take(LATEST) {
                            li { key: "{notification.id}", class: "notice",
                                NoticeText { notification, onfollow: move |()| platform::hide_popover(PANEL) }
                            }
                        }
                    }
                },
                (None, Some(error)) => rsx! {
                    div { class: "panel-note", role: "alert",
                        p { {error.text(texts)} }
                        button { class: "button button-sm", r#type: "button", onclick: move |_| look.call(()),
                            Icon { shape: Shape::Retry, small: true }
                            {texts.retry()}
                        }
                    }
                },
                (None, None) => rsx! { PanelSkeleton {} },
            }
            p { class: "panel-foot",
                GuardedLink { class: "panel-all", to: Route::Notifications, onfollow: move |()| platform::hide_popover(PANEL),
                    {texts.notices_all()}
                }
            }
        }
    }
}

/// The button's shape while it is not known who is signed in.
#[component]
pub fn BellSkeleton() -> Element {
    rsx! {
        span { class: "bell", "aria-hidden": "true",
            Icon { shape: Shape::Bell }
        }
    }
}

/// What the panel is, and what can be done with all of it.
#[component]
fn PanelHead() -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "panel-head",
            p { class: "panel-title", "aria-hidden": "true", {texts.notifications()} }
            MarkAllButton { small: true }
        }
    }
}

/// Marks all as read. Keeps its place, and so the focus, when there is nothing left to mark.
#[component]
pub fn MarkAllButton(#[props(default)] small: bool) -> Element {
    let texts = use_texts();
    let notices = use_notices();
    let nothing = notices.badge().is_none();
    rsx! {
        button {
            class: if small { "link-button" } else { "button" },
            r#type: "button",
            "aria-disabled": nothing.then_some("true"),
            onclick: move |_| {
                if !nothing {
                    notices.mark_all();
                }
            },
            {texts.notices_mark_all()}
        }
    }
}

#[component]
fn PanelSkeleton() -> Element {
    let texts = use_texts();
    rsx! {
        div { "aria-busy": "true",
            p { class: "visually-hidden", role: "status", {texts.loading()} }
            div { class: "notices", "aria-hidden": "true",
                for index in 0..3 {
                    div { key: "{index}", class: "notice",
                        div { class: "notice-main",
                            span { class: "skeleton skeleton-title" }
                            span { class: "skeleton skeleton-text" }
                        }
                    }
                }
            }
        }
    }
}
