//! The tab: its data, or the shape of it while it is on its way.

use dioxus::prelude::*;
use domain::profile::Profile;
use server::rpc::profile::read_profile;

use super::{form::ProfileForm, picture::PictureCard, skeleton::ProfileSkeleton};
use crate::{
    features::{
        data::{DataFailed, use_data},
        shell::use_page_title,
    },
    state::use_texts,
};

/// `/settings/profile`
#[component]
pub fn ProfilePage() -> Element {
    use_page_title(use_texts().profile(), true);
    rsx! {
        // What it shows came with the frame.
        PictureCard {}
        SuspenseBoundary {
            fallback: |_| rsx! { ProfileSkeleton {} },
            ProfileLoader {}
        }
    }
}

#[component]
fn ProfileLoader() -> Element {
    let mut profile = use_data(read_profile)?;
    match profile() {
        Ok(stored) => rsx! {
            ProfileForm { stored, onstored: move |newer: Profile| profile.set(Ok(newer)) }
        },
        Err(error) => rsx! { DataFailed { error, onretry: move |()| profile.restart() } },
    }
}
