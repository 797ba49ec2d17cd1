//! The page. Its data is the frame's.

use dioxus::prelude::*;

use super::{danger::DangerZone, form::ClientForm};
use crate::{features::organisations::organisation::use_organisation_title, state::use_texts};

/// `/organisations/:id/settings`
#[component]
pub fn OrganisationSettingsPage() -> Element {
    use_organisation_title(use_texts().org_settings());
    rsx! {
        ClientForm {}
        DangerZone {}
    }
}
