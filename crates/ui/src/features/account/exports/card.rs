//! The card: what there is, and the button for another.

use dioxus::prelude::*;
use domain::account::{EXPORT_DAYS, Export, Exports};

use super::{
    delete::DeleteExportDialog,
    row::ExportRow,
    state::{CARD, ExportsNow, use_exports_provider},
    words::{announcement, shown, under_way},
};
use crate::{
    components::{Card, Icon, Shape},
    features::submission::{Submission, use_submission},
    platform,
    state::use_texts,
};

/// The id of what says why there can't be another now.
const WHY_NOT: &str = "export-why-not";

/// The card. It begins with what came with the page, and follows what becomes of it.
#[component]
pub fn ExportsCard(first: Exports) -> Element {
    let texts = use_texts();
    let exports = use_exports_provider(first);
    let asking = use_submission("");
    let deleting = use_signal(|| None::<Export>);
    let now = exports.now();
    let list = shown(&now);
    platform::use_kept_focus(CARD, CARD);
    rsx! {
        Card {
            id: CARD,
            title: texts.export_action(),
            description: texts.export_text(),
            focusable: true,
            flush: true,
            footer: rsx! {
                Ask { exports, asking }
            },
            if list.is_empty() {
                div { class: "card-body",
                    p { class: "muted", {texts.export_empty(&EXPORT_DAYS.to_string())} }
                }
            } else {
                ul { class: "card-list",
                    for export in list {
                        ExportRow { key: "{export.id}", export, exports, asking, deleting }
                    }
                }
            }
            // Told only now and then, where the bar moves all the time.
            p { class: "visually-hidden", role: "status", {announcement(texts, &now)} }
        }
        DeleteExportDialog { deleting, exports }
    }
}

/// The button, and why it does nothing now, if so. It can have the focus all the same.
#[component]
fn Ask(exports: ExportsNow, asking: Submission) -> Element {
    let texts = use_texts();
    let now = exports.now();
    let why_not = match now.next_at {
        _ if under_way(&now) => Some(texts.export_not_twice().to_owned()),
        Some(at) => Some(texts.export_next_at(&at.date_time(texts))),
        None => None,
    };
    let off = asking.busy() || why_not.is_some();
    rsx! {
        if let Some(why_not) = &why_not {
            p { class: "card-note", id: WHY_NOT, {why_not.clone()} }
        }
        div { class: "actions",
            button {
                class: "button button-primary",
                r#type: "button",
                "aria-describedby": why_not.is_some().then_some(WHY_NOT),
                "aria-disabled": off.then_some("true"),
                "aria-busy": asking.busy().then_some("true"),
                onclick: move |_| exports.ask(asking),
                if asking.busy() {
                    span { class: "spinner", "aria-hidden": "true" }
                } else {
                    Icon { shape: Shape::Download, small: true }
                }
                {texts.export_action()}
            }
        }
    }
}

/// The card while it is not known what there is.
#[component]
pub fn ExportsSkeleton() -> Element {
    let texts = use_texts();
    rsx! {
        Card {
            id: CARD,
            title: texts.export_action(),
            description: texts.export_text(),
            footer: rsx! {
                div { class: "actions", "aria-hidden": "true",
                    span { class: "skeleton skeleton-button" }
                }
            },
            p { class: "visually-hidden", role: "status", {texts.loading()} }
            span { class: "skeleton skeleton-text", "aria-hidden": "true" }
        }
    }
}
