//! The page: its data, or the shape of it while it is on its way.

use dioxus::prelude::*;
use domain::support::{SupportPage, SupportRequest};
use server::rpc::support::read_support;

use super::{answers::Answers, form::SupportForm, requests::Requests};
use crate::{
    components::{Banner, CardSkeleton, Kind},
    features::{
        data::{Data, DataFailed, use_data},
        shell::use_page_title,
    },
    platform,
    state::{use_me, use_texts},
};

/// The id of what says that a request has arrived.
const SENT: &str = "support-sent";

/// `/support`
#[component]
pub fn SupportTab(category: Option<String>) -> Element {
    let texts = use_texts();
    use_page_title(texts.support_heading(), false);
    rsx! {
        div { class: "page-header",
            h1 { {texts.support_heading()} }
        }
        div { class: "stack",
            SuspenseBoundary {
                fallback: move |_| rsx! { CardSkeleton { loading: texts.loading() } },
                SupportLoader { category }
            }
        }
    }
}

#[component]
fn SupportLoader(category: Option<String>) -> Element {
    let mut page = use_data(read_support)?;
    match page() {
        Ok(content) => rsx! { Loaded { content, page, category } },
        Err(error) => rsx! { DataFailed { error, onretry: move |()| page.restart() } },
    }
}

#[component]
fn Loaded(content: SupportPage, page: Data<SupportPage>, category: Option<String>) -> Element {
    let mut page = page;
    let mut sent = use_signal(|| None::<String>);
    use_effect(move || {
        if sent.read().is_some() {
            platform::focus(SENT);
        }
    });
    let onsubmitted = move |made: SupportRequest| {
        sent.set(Some(made.reference.clone()));
        if let Ok(content) = &mut *page.write() {
            // Once, also when it had arrived before its answer was lost.
            content.requests.retain(|request| request.reference != made.reference);
            content.requests.insert(0, made);
        }
    };
    rsx! {
        if let Some(reference) = sent.read().clone() {
            Sent { reference }
        }
        div { class: "beside",
            SupportForm { categories: content.categories, category, onsubmitted }
            Answers {}
        }
        Requests { all: content.requests }
    }
}

/// That a request has arrived, what it is called, and what happens next.
#[component]
fn Sent(reference: String) -> Element {
    let texts = use_texts();
    let me = use_me();
    rsx! {
        div { id: SENT, tabindex: "-1",
            Banner {
                kind: Kind::Success,
                title: texts.support_sent(),
                text: texts.support_sent_text(&me.read().email, &reference),
            }
        }
    }
}
