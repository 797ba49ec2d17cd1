//! One notification.

use dioxus::prelude::*;
use domain::notification::{Category, Notification};

use super::{link::link_of, state::use_notices};
use crate::{
    components::{Icon, Shape},
    features::shell::GuardedLink,
    state::use_texts,
};

/// What it says, when it happened, whether it is unread, and where it leads.
#[component]
pub fn NoticeText(
    notification: Notification,
    /// What else happens when the link is followed.
    #[props(default)]
    onfollow: Option<EventHandler<()>>,
) -> Element {
    let texts = use_texts();
    let notices = use_notices();
    let headline = notification.headline(texts);
    let detail = notification.detail(texts);
    rsx! {
        span { class: "notice-icon",
            Icon { shape: shape_of(&notification) }
            if !notification.read {
                span { class: "dot" }
            }
        }
        div { class: "notice-main",
            p { class: "notice-headline",
                if let Some(to) = link_of(&notification) {
                    GuardedLink {
                        class: "notice-link",
                        to,
                        onfollow: {
                            let notification = notification.clone();
                            move |()| {
                                notices.mark(&notification, true);
                                if let Some(onfollow) = onfollow {
                                    onfollow.call(());
                                }
                            }
                        },
                        {headline}
                    }
                } else {
                    {headline}
                }
                if !notification.read {
                    span { class: "visually-hidden", {texts.notice_unread()} }
                }
            }
            if !detail.is_empty() {
                p { class: "notice-detail", {detail} }
            }
            p { class: "list-meta",
                time { datetime: notification.at.iso(), {notification.at.date_time(texts)} }
            }
        }
    }
}

const fn shape_of(notification: &Notification) -> Shape {
    match notification.kind.category() {
        Some(Category::OrganisationInvitations) => Shape::Mail,
        Some(Category::SecurityAlerts) => Shape::Key,
        Some(Category::TeamActivity) => Shape::Users,
        Some(Category::SystemUpdates) => Shape::Info,
        Some(Category::UsageAlerts | Category::Billing) => Shape::Bell,
        Some(Category::RealTimeAlerts | Category::RequestFailures | Category::ProxyStatusChanges) => {
            Shape::Warning
        }
        None => Shape::Help,
    }
}
