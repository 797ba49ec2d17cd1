//! The tab: its data, or the shape of it while it is on its way.

use dioxus::prelude::*;
use domain::privacy::{PrivacyPage, PrivacySettings};
use server::rpc::privacy::read_privacy;

use super::{cards::VisibilityCards, preview::PreviewCard, state::use_privacy_provider};
use crate::{
    features::{
        data::{DataFailed, use_data},
        shell::use_page_title,
    },
    state::use_texts,
};

/// `/settings/privacy`
#[component]
pub fn PrivacyTab() -> Element {
    let texts = use_texts();
    use_page_title(texts.privacy(), true);
    rsx! {
        SuspenseBoundary {
            fallback: move |_| rsx! {
                p { class: "visually-hidden", role: "status", {texts.loading()} }
                VisibilityCards {}
            },
            Loader {}
        }
    }
}

#[component]
fn Loader() -> Element {
    let mut data = use_data(read_privacy)?;
    match data() {
        Ok(PrivacyPage { settings }) => rsx! { Loaded { stored: settings } },
        Err(error) => rsx! { DataFailed { error, onretry: move |()| data.restart() } },
    }
}

#[component]
fn Loaded(stored: PrivacySettings) -> Element {
    let privacy = use_privacy_provider(stored);
    rsx! {
        VisibilityCards { privacy }
        PreviewCard {}
    }
}
