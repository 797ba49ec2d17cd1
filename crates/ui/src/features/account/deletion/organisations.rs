//! The organisations that the points are about, each with what becomes of it.

use dioxus::prelude::*;
use domain::{
    account::{GoneOrganisation, HandedOverOrganisation, LeftOrganisation},
    organisation::ClientId,
    support::BILLING,
};

use crate::{
    components::{Emphasised, PART},
    features::shell::GuardedLink,
    routes::Route,
    state::use_texts,
};

/// One that is deleted.
#[component]
pub fn GoneRow(organisation: GoneOrganisation) -> Element {
    let texts = use_texts();
    let GoneOrganisation { id, name, members, .. } = organisation;
    rsx! {
        Row { name: name.clone(), fate: texts.deletion_gone(members),
            MembersLink { id, name }
        }
    }
}

/// One that gets another owner.
#[component]
pub fn HandedOverRow(organisation: HandedOverOrganisation) -> Element {
    let texts = use_texts();
    let HandedOverOrganisation { id, name, heir_name, .. } = organisation;
    let fate = match heir_name {
        Some(_) => texts.deletion_handed_over(PART),
        None => texts.deletion_handed_over_plain().to_owned(),
    };
    rsx! {
        Row { name: name.clone(), fate, part: heir_name.unwrap_or_default(),
            MembersLink { id, name }
        }
    }
}

/// One that the person leaves.
#[component]
pub fn LeftRow(organisation: LeftOrganisation) -> Element {
    let texts = use_texts();
    let LeftOrganisation { id, name, role } = organisation;
    rsx! {
        Row { name: name.clone(), fate: texts.deletion_left(role.text(texts)),
            GuardedLink {
                class: "button button-sm",
                label: texts.leave_named(&name),
                to: Route::OrganisationSettings { organisation: id },
                {texts.leave_action()}
            }
        }
    }
}

/// One that is paid for.
#[component]
pub fn SubscribedRow(organisation: GoneOrganisation) -> Element {
    let texts = use_texts();
    // Where there is no such category the form begins with none.
    let to = Route::Support { category: Some(BILLING.to_owned()) };
    rsx! {
        Row { name: organisation.name, fate: texts.deletion_subscribed(),
            GuardedLink { class: "button button-sm", to,
                {texts.deletion_ask_support()}
            }
        }
    }
}

#[component]
fn Row(
    name: String,
    #[props(into)] fate: String,
    /// Whose name stands in that.
    #[props(default)]
    part: String,
    children: Element,
) -> Element {
    rsx! {
        li { class: "point-row",
            div { class: "list-main",
                p { class: "point-name", {name} }
                p { class: "list-meta",
                    Emphasised { text: fate, part }
                }
            }
            {children}
        }
    }
}

#[component]
fn MembersLink(id: ClientId, name: String) -> Element {
    let texts = use_texts();
    rsx! {
        GuardedLink {
            class: "button button-sm",
            label: texts.organisation_members(&name),
            to: Route::Members { organisation: id },
            {texts.members()}
        }
    }
}
