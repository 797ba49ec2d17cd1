//! The page: all notifications or the unread ones, as far back as one wants to look.

use dioxus::prelude::*;
use domain::{
    AppError,
    notification::{Notification, NotificationFilter, NotificationId, NotificationsPage as FirstPage},
};
use server::rpc::notifications::read_notifications;

use super::{
    bell::MarkAllButton,
    known::Known,
    row::NoticeText,
    state::{Notices, use_notices},
};
use crate::{
    components::{Banner, CardHeader, Icon, Kind, ListSkeleton, Shape},
    features::{
        data::{DataFailed, use_data},
        shell::{GuardedLink, use_page_title},
        submission::{SubmissionBanner, use_submission},
    },
    platform,
    routes::Route,
    state::use_texts,
};

const ID: &str = "notices";

/// `/notifications`
#[component]
pub fn NotificationsPage() -> Element {
    let texts = use_texts();
    use_page_title(texts.notifications(), false);
    rsx! {
        div { class: "page-header",
            h1 { {texts.notifications()} }
            GuardedLink { class: "button", to: Route::NotificationSettings,
                Icon { shape: Shape::Gear, small: true }
                {texts.notices_settings()}
            }
        }
        div { class: "stack",
            SuspenseBoundary {
                fallback: move |_| rsx! {
                    ListSkeleton {
                        id: ID,
                        title: texts.notices_title(),
                        description: texts.notices_text(),
                        loading: texts.loading(),
                    }
                },
                Loader {}
            }
        }
    }
}

#[component]
fn Loader() -> Element {
    let mut data = use_data(|| read_notifications(NotificationFilter::All, None))?;
    match data() {
        Ok(first) => rsx! { Listing { first } },
        Err(error) => rsx! { DataFailed { error, onretry: move |()| data.restart() } },
    }
}

/// Which notifications are shown, and why there are none if they did not come.
#[derive(Clone, Copy, PartialEq)]
struct Shown {
    notices: Notices,
    filter: Signal<NotificationFilter>,
    failed: Signal<Option<AppError>>,
}

impl Shown {
    /// Wants others.
    fn choose(mut self, filter: NotificationFilter) {
        self.filter.set(filter);
        self.look();
    }

    /// Reads the first page of those that are wanted.
    fn look(mut self) {
        let filter = *self.filter.peek();
        self.failed.set(None);
        spawn(async move {
            let failed = self.notices.look(filter).await.err();
            // Meanwhile the person may want others.
            if *self.filter.peek() == filter {
                self.failed.set(failed);
            }
        });
    }
}

/// The list. It begins with the page that came with it.
#[component]
fn Listing(first: FirstPage) -> Element {
    let texts = use_texts();
    let notices = use_notices();
    let shown =
        Shown { notices, filter: use_signal(|| NotificationFilter::All), failed: use_signal(|| None) };
    let mut begun = use_signal(|| false);
    use_effect(use_reactive!(|first| {
        notices.begin(NotificationFilter::All, first);
        begun.set(true);
    }));
    let known = match *shown.filter.read() {
        NotificationFilter::All if !begun() => Some(Known::of(NotificationFilter::All, first)),
        wanted => notices.known(wanted),
    };
    let failed = shown.failed.read().clone();
    rsx! {
        section { class: "card", id: ID, tabindex: "-1", "aria-labelledby": "{ID}-title",
            CardHeader {
                id: ID,
                title: texts.notices_title(),
                description: texts.notices_text(),
                action: rsx! {
                    MarkAllButton {}
                },
            }
            Filter { shown }
            div { class: "notices-body",
                match (failed, known) {
                    (Some(error), _) => rsx! { Failed { error, shown } },
                    (None, None) => rsx! {
                        p { class: "panel-note", role: "status", {texts.loading()} }
                    },
                    (None, Some(known)) if known.items.is_empty() => rsx! { Nothing { shown } },
                    (None, Some(known)) => rsx! { Found { shown, items: known.items, next: known.next } },
                }
            }
        }
    }
}

/// All, or the unread ones.
#[component]
fn Filter(shown: Shown) -> Element {
    let texts = use_texts();
    let choices = [
        (NotificationFilter::All, texts.notices_filter_all()),
        (NotificationFilter::Unread, texts.notices_filter_unread()),
    ];
    rsx! {
        fieldset { class: "notices-filter",
            legend { class: "visually-hidden", {texts.notices_filter()} }
            div { class: "segmented",
                for (filter , label) in choices {
                    label { key: "{filter.key()}", class: "segment",
                        input {
                            r#type: "radio",
                            name: "notices-filter",
                            value: filter.key(),
                            checked: *shown.filter.read() == filter,
                            onchange: move |_| shown.choose(filter),
                        }
                        {label}
                    }
                }
            }
        }
    }
}

#[component]
fn Failed(error: AppError, shown: Shown) -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "card-body",
            Banner { kind: Kind::Danger, text: error.text(texts),
                button { class: "button", r#type: "button", onclick: move |_| shown.look(),
                    Icon { shape: Shape::Retry, small: true }
                    {texts.retry()}
                }
            }
        }
    }
}

/// None, or none that is unread.
#[component]
fn Nothing(shown: Shown) -> Element {
    let texts = use_texts();
    let (title, text) = match *shown.filter.read() {
        NotificationFilter::All => (texts.notices_empty(), texts.notices_empty_text()),
        NotificationFilter::Unread => (texts.notices_none_unread(), texts.notices_none_unread_text()),
    };
    rsx! {
        div { class: "empty", role: "status",
            span { class: "emblem",
                Icon { shape: Shape::Bell }
            }
            h3 { {title} }
            p { {text} }
        }
    }
}

/// What there is, as far as it is read.
#[component]
fn Found(shown: Shown, items: Vec<Notification>, next: Option<i64>) -> Element {
    let texts = use_texts();
    let reading = use_submission("");
    let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
    let ids: Vec<_> = items.iter().map(|item| item.id).collect();
    rsx! {
        p { class: "visually-hidden", role: "status", {texts.notices_shown(count)} }
        ul { class: "notices", role: "list", "aria-labelledby": "{ID}-title",
            for (place , notification) in items.into_iter().enumerate() {
                li { key: "{notification.id}", class: "notice",
                    NoticeText { notification: notification.clone() }
                    MarkButton {
                        notification,
                        onmark: {
                            // Among the unread the row goes, and the focus with it: to the next one's button.
                            let beside = ids.get(place + 1).or(place.checked_sub(1).and_then(|before| ids.get(before))).copied();
                            move |()| {
                                if *shown.filter.peek() == NotificationFilter::Unread {
                                    platform::focus(&beside.map_or(ID.to_owned(), button_of));
                                }
                            }
                        },
                    }
                }
            }
        }
        if let Some(next) = next {
            div { class: "more notices-more",
                SubmissionBanner { submission: reading }
                button {
                    class: "button",
                    r#type: "button",
                    "aria-disabled": reading.busy().then_some("true"),
                    "aria-busy": reading.busy().then_some("true"),
                    onclick: move |_| reading.start(shown.notices.read_on(*shown.filter.peek(), next)),
                    if reading.busy() {
                        span { class: "spinner", "aria-hidden": "true" }
                    }
                    {texts.notices_more_button()}
                }
            }
        }
    }
}

/// Marks one as read, or as unread again.
#[component]
fn MarkButton(notification: Notification, onmark: EventHandler<()>) -> Element {
    let texts = use_texts();
    let notices = use_notices();
    let label = if notification.read { texts.notice_mark_unread() } else { texts.notice_mark_read() };
    let name = texts.notice_mark_name(label, &notification.headline(texts));
    rsx! {
        button {
            class: "button button-sm button-ghost notice-mark",
            id: button_of(notification.id),
            r#type: "button",
            "aria-label": name,
            onclick: move |_| {
                onmark.call(());
                notices.mark(&notification, !notification.read);
            },
            {label}
        }
    }
}

fn button_of(id: NotificationId) -> String {
    format!("mark-{id}")
}
