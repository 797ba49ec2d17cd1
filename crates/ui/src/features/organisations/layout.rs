//! The frame of the person's own organisations: the tabs, and how many invites wait.

use dioxus::prelude::*;
use server::rpc::organisations::read_my_invites;

use crate::{
    features::{data::use_data, shell::GuardedLink},
    routes::Route,
    state::use_texts,
};

/// How many invites wait for the person's answer, once the Invites tab knows better than the server's
/// first word.
#[derive(Clone, Copy, PartialEq)]
pub struct WaitingInvites(pub Signal<Option<usize>>);

/// `/organisations` and `/organisations/invites`
#[component]
pub fn OrganisationsLayout() -> Element {
    let texts = use_texts();
    use_context_provider(|| WaitingInvites(Signal::new(None)));
    rsx! {
        div { class: "page-header",
            h1 { {texts.organisations()} }
        }
        Tabs {}
        div { class: "stack",
            Outlet::<Route> {}
        }
    }
}

#[component]
fn Tabs() -> Element {
    let texts = use_texts();
    let here = use_route::<Route>();
    rsx! {
        nav { class: "tabs", "aria-label": texts.organisations(),
            GuardedLink { class: "tab", current: here == Route::Organisations, to: Route::Organisations,
                {texts.clients()}
            }
            GuardedLink { class: "tab", current: here == Route::Invites, to: Route::Invites,
                {texts.invites()}
                SuspenseBoundary { fallback: |_| VNode::empty(), InvitesBadge {} }
            }
        }
    }
}

/// How many invites wait, if any do.
#[component]
fn InvitesBadge() -> Element {
    let texts = use_texts();
    let WaitingInvites(known) = use_context();
    let first = use_data(read_my_invites)?;
    // An error shows on the tab itself.
    let count = known().unwrap_or_else(|| first.read().as_ref().map_or(0, Vec::len));
    rsx! {
        if count > 0 {
            span { class: "badge tab-badge", "data-kind": "accent", "aria-hidden": "true", "{count}" }
            span { class: "visually-hidden", {texts.invites_waiting(count as u64)} }
        }
    }
}
