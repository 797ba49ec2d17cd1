//! The page: its data, or the shape of it while it is on its way.

use dioxus::prelude::*;
use domain::{AppError, account::DeletionPlan};
use server::rpc::account::read_deletion;

use super::{
    danger::DangerCard,
    dialog::DeletionDialog,
    points::{self, PointsCard, PointsSkeleton},
    state::{CHANGED, Deletion, use_deletion, why},
};
use crate::{
    components::{Banner, Kind},
    features::{
        data::{Data, DataFailed, use_data},
        shell::{Breadcrumb, use_page_title},
    },
    platform,
    routes::Route,
    state::use_texts,
};

/// `/settings/account/delete`
#[component]
pub fn DeletionPage() -> Element {
    let texts = use_texts();
    use_page_title(texts.deletion_title(), true);
    rsx! {
        Breadcrumb { to: Route::Account, parent: texts.account(), here: texts.deletion_title() }
        SuspenseBoundary {
            fallback: |_| rsx! { PointsSkeleton {} },
            Loader {}
        }
    }
}

#[component]
fn Loader() -> Element {
    let mut page = use_data(read_deletion)?;
    match page() {
        Ok(plan) => rsx! { Loaded { plan, page } },
        Err(error) => rsx! { DataFailed { error, onretry: move |()| page.restart() } },
    }
}

#[component]
fn Loaded(plan: DeletionPlan, page: Data<DeletionPlan>) -> Element {
    let deletion = use_deletion(&page);
    // Rows and warnings come and go by themselves.
    platform::use_kept_focus("content", points::ID);
    rsx! {
        Changed { deletion }
        PointsCard { plan: plan.clone() }
        DangerCard { plan: plan.clone(), deletion }
        DeletionDialog { plan, deletion }
    }
}

/// That it did not come to it, because the list was not what the person had seen.
#[component]
fn Changed(deletion: Deletion) -> Element {
    let texts = use_texts();
    let Some(code) = deletion.refused() else { return VNode::empty() };
    let text = why(texts, &AppError::new(code));
    rsx! {
        div { id: CHANGED, tabindex: "-1",
            Banner { kind: Kind::Warning, text }
        }
    }
}
