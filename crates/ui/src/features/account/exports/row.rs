//! One export: how far it is, and what can be done with it.

use dioxus::prelude::*;
use domain::account::{Export, ExportState};

use super::{
    state::ExportsNow,
    words::{facts, file_name},
};
use crate::{
    components::{Icon, Shape},
    features::submission::{Submission, use_submission},
    state::use_texts,
};

/// The row.
#[component]
pub fn ExportRow(
    export: Export,
    exports: ExportsNow,
    asking: Submission,
    deleting: Signal<Option<Export>>,
) -> Element {
    match export.state {
        ExportState::Waiting | ExportState::Building => rsx! { UnderWay { export, deleting } },
        ExportState::Ready => rsx! { Ready { export, exports, deleting } },
        ExportState::Failed => rsx! { Failed { export, exports, asking } },
        ExportState::Deleted => VNode::empty(),
    }
}

#[component]
fn UnderWay(export: Export, deleting: Signal<Option<Export>>) -> Element {
    let texts = use_texts();
    let mut deleting = deleting;
    let label = format!("export-{}", export.id);
    let title = match export.state {
        ExportState::Waiting => texts.export_waiting(),
        _ => texts.export_building(),
    };
    let percent = export.percent();
    rsx! {
        li { class: "list-item",
            div { class: "list-main",
                h3 { class: "list-title", id: "{label}", {title} }
                div { class: "gauge-line",
                    progress { class: "gauge", "aria-labelledby": "{label}", max: "100", value: "{percent}" }
                    span { class: "list-meta tabular", "aria-hidden": "true", {texts.export_percent(&percent.to_string())} }
                }
            }
            div { class: "actions",
                button {
                    class: "button button-sm button-danger-quiet",
                    r#type: "button",
                    "aria-label": texts.export_stop_named(),
                    onclick: move |_| deleting.set(Some(export.clone())),
                    {texts.export_stop()}
                }
            }
        }
    }
}

#[component]
fn Ready(export: Export, exports: ExportsNow, deleting: Signal<Option<Export>>) -> Element {
    let texts = use_texts();
    let saving = use_submission("");
    let mut deleting = deleting;
    let at = export.requested_at.date_time(texts);
    let facts = facts(texts, &export);
    let (id, name) = (export.id, file_name(&export));
    let save = move |_| {
        let name = name.clone();
        saving.start(async move {
            exports.save(id, name).await;
            Ok(())
        });
    };
    rsx! {
        li { class: "list-item",
            span { class: "list-icon",
                Icon { shape: Shape::Archive }
            }
            div { class: "list-main",
                h3 { class: "list-title", {texts.export_ready(&at)} }
                p { class: "list-meta", {facts} }
            }
            div { class: "actions",
                button {
                    class: "button button-sm",
                    r#type: "button",
                    "aria-label": texts.export_download_named(&at),
                    "aria-disabled": saving.busy().then_some("true"),
                    "aria-busy": saving.busy().then_some("true"),
                    onclick: save,
                    if saving.busy() {
                        span { class: "spinner", "aria-hidden": "true" }
                    } else {
                        Icon { shape: Shape::Download, small: true }
                    }
                    {texts.download()}
                }
                button {
                    class: "button button-sm button-danger-quiet",
                    r#type: "button",
                    "aria-label": texts.export_delete_named(&at),
                    onclick: move |_| deleting.set(Some(export.clone())),
                    {texts.delete_action()}
                }
            }
        }
    }
}

#[component]
fn Failed(export: Export, exports: ExportsNow, asking: Submission) -> Element {
    let texts = use_texts();
    rsx! {
        li { class: "list-item",
            span { class: "list-icon list-icon-danger",
                Icon { shape: Shape::Alert }
            }
            div { class: "list-main",
                h3 { class: "list-title", {texts.export_failed(&export.requested_at.date_time(texts))} }
                p { class: "list-meta", {texts.export_failed_text()} }
            }
            div { class: "actions",
                button {
                    class: "button button-sm",
                    r#type: "button",
                    "aria-disabled": asking.busy().then_some("true"),
                    onclick: move |_| exports.ask_again(asking),
                    Icon { shape: Shape::Retry, small: true }
                    {texts.retry()}
                }
            }
        }
    }
}
