//! The tab. Each part has its data and its place while that is on its way, so that none waits for another;
//! one that does not come leaves the others in their places.

use dioxus::prelude::*;
use domain::security::SecuritySummary;
use server::rpc::security::{read_activity, read_security, read_sessions};

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
pub fn SecurityPage() -> Element {
    let texts = use_texts();
    use_page_title(texts.security(), true);
    use_security_provider();
    rsx! {
        Password {}
        SuspenseBoundary {
            fallback: move |_| rsx! {
                CardSkeleton { loading: texts.loading() }
                CardSkeleton { loading: texts.loading() }
            },
            ProtectionLoader {}
        }
        SuspenseBoundary {
            fallback: move |_| rsx! {
                ListSkeleton {
                    id: "sessions",
                    title: texts.sessions_title(),
                    description: texts.sessions_text(),
                    loading: texts.loading(),
                }
            },
            SessionsLoader {}
        }
        SuspenseBoundary {
            fallback: move |_| rsx! {
                ListSkeleton {
                    id: "activity",
                    title: texts.log_title(),
                    description: texts.log_text(),
                    loading: texts.loading(),
                }
            },
            ActivityLoader {}
        }
    }
}

#[component]
fn ProtectionLoader() -> Element {
    let mut data = use_data(read_security)?;
    use_security().has_summary(&data);
    match data() {
        Ok(summary) => rsx! { Protection { summary } },
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

#[component]
fn SessionsLoader() -> Element {
    let mut data = use_data(read_sessions)?;
    use_security().has_sessions(&data);
    match data() {
        Ok(sessions) => rsx! { SessionsCard { sessions } },
        Err(error) => rsx! { DataFailed { error, onretry: move |()| data.restart() } },
    }
}

#[component]
fn ActivityLoader() -> Element {
    let log = use_security().log;
    let first = use_data(move || read_activity(log.filter.read().clone(), None))?;
    log.begins(&first);
    rsx! { ActivityCard { first } }
}
