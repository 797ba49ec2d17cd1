//! The tab: its data, or the shape of it.

use dioxus::prelude::*;
use domain::notification::PreferencesPage;
use server::rpc::notifications::read_preferences;

use super::{matrix::MatrixCard, schedule::ScheduleCard};
use crate::{
    components::CardSkeleton,
    features::{
        data::{DataFailed, use_data},
        shell::use_page_title,
    },
    state::use_texts,
};

/// `/settings/notifications`
#[component]
pub fn PreferencesTab() -> Element {
    let texts = use_texts();
    use_page_title(texts.notifications(), true);
    rsx! {
        SuspenseBoundary {
            fallback: move |_| rsx! {
                CardSkeleton { loading: texts.loading() }
                CardSkeleton { loading: texts.loading() }
            },
            Loader {}
        }
    }
}

#[component]
fn Loader() -> Element {
    let mut data = use_data(read_preferences)?;
    match data() {
        Ok(PreferencesPage { preferences, zones }) => rsx! {
            MatrixCard { rows: preferences.rows }
            ScheduleCard { schedule: preferences.schedule, zones }
        },
        Err(error) => rsx! { DataFailed { error, onretry: move |()| data.restart() } },
    }
}
