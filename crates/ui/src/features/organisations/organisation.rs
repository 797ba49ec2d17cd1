//! The frame of one organisation: the way back, its name, and the tabs.

use dioxus::prelude::*;
use domain::{
    AppError, ErrorCode,
    organisation::{ClientId, Organisation},
};
use server::rpc::organisations::read_organisation;

use super::roles::RoleBadges;
use crate::{
    components::CardSkeleton,
    features::{
        data::{DataFailed, use_data},
        shell::{Breadcrumb, GuardedLink, NothingHere, use_page_title, use_title_in},
    },
    routes::Route,
    state::use_texts,
};

/// `/organisations/:id/…`
#[component]
pub fn OrganisationLayout(organisation: ClientId) -> Element {
    rsx! {
        // A list of one: only there a new key makes a new element, with another organisation in it.
        for id in [organisation] {
            SuspenseBoundary { key: "{id}", fallback: |_| rsx! { Skeleton {} },
                OrganisationLoader { id }
            }
        }
    }
}

#[component]
fn OrganisationLoader(id: ClientId) -> Element {
    let mut organisation = use_data(move || read_organisation(id))?;
    match organisation() {
        Ok(organisation) => rsx! { Loaded { organisation } },
        Err(error) if error.code == ErrorCode::NotFound => rsx! { NoOrganisation {} },
        Err(error) => rsx! { Failed { error, onretry: move |()| organisation.restart() } },
    }
}

/// In place of an organisation whose name is not known yet.
#[component]
fn Failed(error: AppError, onretry: EventHandler<()>) -> Element {
    use_page_title(use_texts().organisations(), false);
    rsx! {
        div { class: "stack",
            DataFailed { error, onretry }
        }
    }
}

/// In place of an organisation that is not there, or not for this person.
#[component]
pub fn NoOrganisation() -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "message-page",
            NothingHere {
                Link { class: "button button-primary", to: Route::Organisations, {texts.go_to_organisations()} }
            }
        }
    }
}

#[component]
fn Loaded(organisation: Organisation) -> Element {
    let id = organisation.id;
    let organisation = use_context_provider(|| Signal::new(organisation));
    rsx! {
        Breadcrumb {
            to: Route::Organisations,
            parent: use_texts().organisations(),
            here: organisation.read().name.clone(),
        }
        div { class: "page-header",
            div { class: "page-heading",
                h1 { "{organisation.read().name}" }
                p {
                    span { class: "visually-hidden", {use_texts().your_roles()} }
                    RoleBadges { role: organisation.read().role }
                }
            }
        }
        Tabs { id }
        div { class: "stack",
            Outlet::<Route> {}
        }
    }
}

/// The organisation that the page is about.
pub fn use_organisation() -> Signal<Organisation> {
    use_context()
}

/// Titles a page of the organisation.
pub fn use_organisation_title(title: &str) {
    let organisation = use_organisation();
    use_title_in(title, Some(&organisation.read().name));
}

#[component]
fn Tabs(id: ClientId) -> Element {
    let texts = use_texts();
    let tab = match use_route::<Route>() {
        // One member is looked up among all.
        Route::Member { organisation, .. } => Route::Members { organisation },
        here => here,
    };
    let tabs = [
        (Route::Members { organisation: id }, texts.user_management()),
        (Route::OrganisationSettings { organisation: id }, texts.org_settings()),
    ];
    rsx! {
        nav { class: "tabs", "aria-label": texts.organisation(),
            for (route , label) in tabs {
                GuardedLink { key: "{route}", class: "tab", current: route == tab, to: route, {label} }
            }
        }
    }
}

#[component]
fn Skeleton() -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "page-header", "aria-hidden": "true",
            span { class: "skeleton skeleton-title" }
        }
        div { class: "stack",
            CardSkeleton { loading: texts.loading() }
        }
    }
}
