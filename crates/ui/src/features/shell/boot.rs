//! Before any page: the installation's public facts.

use dioxus::prelude::*;
use domain::instance::Instance;
use server::rpc::instance::read_instance;

use super::message_page::Failure;
use crate::features::data::use_data;

/// Shows the app as soon as it knows its name.
#[component]
pub fn Boot(children: Element) -> Element {
    rsx! {
        SuspenseBoundary {
            fallback: |_| rsx! { div { class: "progress", "aria-hidden": "true" } },
            InstanceLoader { {children} }
        }
    }
}

#[component]
fn InstanceLoader(children: Element) -> Element {
    let mut instance = use_data(read_instance)?;
    match instance() {
        Ok(instance) => rsx! {
            InstanceProvider { instance, {children} }
        },
        Err(error) => rsx! {
            div { class: "app",
                Failure { error, onretry: move |()| instance.restart() }
            }
        },
    }
}

#[component]
fn InstanceProvider(instance: Instance, children: Element) -> Element {
    use_context_provider(|| instance);
    children
}
