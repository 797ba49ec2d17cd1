//! The tab: one answer for the cards that need one, and the cards that need none.

use dioxus::prelude::*;
use domain::account::AccountPage;
use server::rpc::account::read_account;

use super::{
    danger::DangerZone,
    exports::{ExportsCard, ExportsSkeleton},
    feedback::FeedbackCard,
    summary::{SummaryCard, SummarySkeleton},
};
use crate::{
    features::{
        data::{DataFailed, use_data},
        shell::use_page_title,
    },
    state::use_texts,
};

/// `/settings/account`
#[component]
pub fn AccountTab() -> Element {
    let texts = use_texts();
    use_page_title(texts.account(), true);
    rsx! {
        SuspenseBoundary {
            fallback: |_| rsx! {
                SummarySkeleton {}
                ExportsSkeleton {}
            },
            Loader {}
        }
        FeedbackCard {}
        DangerZone {}
    }
}

#[component]
fn Loader() -> Element {
    let mut data = use_data(read_account)?;
    match data() {
        Ok(AccountPage { summary, exports }) => rsx! {
            SummaryCard { summary }
            ExportsCard { first: exports }
        },
        Err(error) => rsx! { DataFailed { error, onretry: move |()| data.restart() } },
    }
}
