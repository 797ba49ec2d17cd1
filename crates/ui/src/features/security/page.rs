//! The tab: one answer, a card for each part of it.

use dioxus::prelude::*;
use domain::security::{SecurityPage, SecuritySummary};
use server::rpc::security::read_security_page;

use super::{
    activity::ActivityCard,
    change_password::Password,
    devices::DevicesCard,
    email::EmailCard,
    passkeys::PasskeysCard,
    sessions::SessionsCard,
    state::{use_security, use_security_provider},
    two_factor::TwoFactorCard,
};
use crate::{
    components::{CardSkeleton, ListSkeleton},
    features::{
        data::{DataFailed, use_data},
        shell::use_page_title,
    },
    state::use_texts,
};

/// `/settings/security`
#[component]
pub fn SecurityTab() -> Element {
    let texts = use_texts();
    use_page_title(texts.security(), true);
    use_security_provider();
    rsx! {
        Password {}
        SuspenseBoundary {
            fallback: move |_| rsx! {
                CardSkeleton { loading: texts.loading() }
                CardSkeleton { loading: texts.loading() }
                ListSkeleton {
                    id: "sessions",
                    title: texts.sessions_title(),
                    description: texts.sessions_text(),
                    loading: texts.loading(),
                }
                ListSkeleton {
                    id: "activity",
                    title: texts.log_title(),
                    description: texts.log_text(),
                    loading: texts.loading(),
                }
            },
            Loader {}
        }
    }
}

/// All comes in one answer: where several parts of a page wait, each for its own, the framework's server loses
/// track of them under load (dioxus-core 0.7.10).
#[component]
fn Loader() -> Element {
    let mut data = use_data(read_security_page)?;
    use_security().has_page(&data);
    match data() {
        Ok(SecurityPage { summary, sessions, activity }) => rsx! {
            match summary {
                Ok(summary) => rsx! { Protection { summary } },
                Err(error) => rsx! { DataFailed { error, onretry: move |()| data.restart() } },
            }
            SessionsCard { sessions }
            ActivityCard { latest: activity }
        },
        Err(error) => rsx! { DataFailed { error, onretry: move |()| data.restart() } },
    }
}

/// What the summary tells, a card each.
#[component]
fn Protection(summary: SecuritySummary) -> Element {
    let SecuritySummary { email, authenticator, backup_codes_left, devices, passkeys } = summary;
    rsx! {
        EmailCard { email: email.clone() }
        TwoFactorCard { on: authenticator, codes_left: backup_codes_left, email }
        if authenticator || !devices.is_empty() {
            DevicesCard { devices }
        }
        if let Some(passkeys) = passkeys {
            PasskeysCard { passkeys }
        }
    }
}
