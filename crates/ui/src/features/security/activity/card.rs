//! The log: what is looked for, what was found, and the way to take it along.

use dioxus::prelude::*;
use domain::security::ActivityPage;

use super::{entries::Entries, filter::FilterForm};
use crate::{
    components::{Banner, Card, Icon, Kind, Shape},
    features::{security::state::use_security, submission::use_submission},
    platform,
    state::use_texts,
};

/// The card. It begins with the `latest` entries, until something else is looked for.
#[component]
pub fn ActivityCard(latest: ActivityPage) -> Element {
    let texts = use_texts();
    let log = use_security().log;
    rsx! {
        Card {
            id: "activity",
            title: texts.log_title(),
            description: texts.log_text(),
            footer: platform::saves_and_prints().then(|| rsx! {
                Export {}
            }),
            div { class: "stack",
                FilterForm {}
                div { "aria-busy": log.looking().then_some("true"),
                    match log.first(latest) {
                        Ok(page) if page.entries.is_empty() => rsx! { Nothing {} },
                        Ok(page) => rsx! { Found { page } },
                        Err(error) => rsx! {
                            Banner { kind: Kind::Danger, text: error.text(texts),
                                button { class: "button", r#type: "button", onclick: move |_| log.look(),
                                    Icon { shape: Shape::Retry, small: true }
                                    {texts.retry()}
                                }
                            }
                        },
                    }
                }
            }
        }
    }
}

/// What there is, as far as it is read.
#[component]
fn Found(page: ActivityPage) -> Element {
    let texts = use_texts();
    let security = use_security();
    let log = security.log;
    let reading = use_submission("");
    let entries = log.entries(&page);
    let next = log.next(&page);
    let shown = texts.log_shown(u64::try_from(entries.len()).unwrap_or(u64::MAX));
    rsx! {
        p { class: "visually-hidden", role: "status", {shown} }
        Entries { entries }
        if let Some(next) = next {
            div { class: "more",
                button {
                    class: "button",
                    r#type: "button",
                    "aria-disabled": reading.busy().then_some("true"),
                    "aria-busy": reading.busy().then_some("true"),
                    onclick: move |_| {
                        let next = next.clone();
                        reading.start(async move {
                            if let Err(error) = log.read_on(next).await {
                                security.tell(&error);
                            }
                            Ok(())
                        });
                    },
                    if reading.busy() {
                        span { class: "spinner", "aria-hidden": "true" }
                    }
                    {texts.log_more()}
                }
            }
        }
    }
}

/// Nothing that fits what is looked for.
#[component]
fn Nothing() -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "empty", role: "status",
            span { class: "emblem",
                Icon { shape: Shape::Search }
            }
            h3 { {texts.log_empty()} }
            p { {texts.log_empty_text()} }
        }
    }
}

/// All of the log as a file.
#[component]
fn Export() -> Element {
    let texts = use_texts();
    rsx! {
        p { class: "card-note", {texts.log_export()} }
        div { class: "actions",
            a { class: "button", href: "/settings/security/activity.csv", download: true,
                Icon { shape: Shape::Download, small: true }
                {texts.log_csv()}
            }
            a { class: "button", href: "/settings/security/activity.json", download: true,
                Icon { shape: Shape::Download, small: true }
                {texts.log_json()}
            }
        }
    }
}
