//! The organisations: a table on a wide screen, cards on a narrow one.

use dioxus::prelude::*;
use domain::organisation::{Organisation, Role};

use crate::{
    components::{Icon, Shape},
    features::{organisations::roles::RoleBadges, shell::GuardedLink},
    routes::Route,
    state::use_texts,
};

/// The table. The roles are said aloud because the narrow screen's cards are no table to a browser.
#[component]
pub fn ClientsTable(
    all: Vec<Organisation>,
    leaving: Signal<Option<Organisation>>,
    deleting: Signal<Option<Organisation>>,
) -> Element {
    let texts = use_texts();
    rsx! {
        table { class: "table table-cards", role: "table", "aria-labelledby": "clients-title",
            thead { role: "rowgroup",
                tr { role: "row",
                    th { role: "columnheader", scope: "col", {texts.client()} }
                    th { role: "columnheader", scope: "col", {texts.your_roles()} }
                    th { role: "columnheader", scope: "col", {texts.client_actions()} }
                }
            }
            tbody { role: "rowgroup",
                for organisation in all {
                    Client { key: "{organisation.id}", organisation, leaving, deleting }
                }
            }
        }
    }
}

#[component]
fn Client(
    organisation: Organisation,
    leaving: Signal<Option<Organisation>>,
    deleting: Signal<Option<Organisation>>,
) -> Element {
    let texts = use_texts();
    let (id, name) = (organisation.id, organisation.name.clone());
    let is_owner = organisation.role == Role::Owner;
    let (mut question, label, shape) = if is_owner {
        (deleting, texts.delete_named(&name), Shape::Trash)
    } else {
        (leaving, texts.leave_named(&name), Shape::LogOut)
    };
    rsx! {
        tr { role: "row",
            td { role: "cell",
                GuardedLink { class: "table-link", to: Route::Members { organisation: id }, {name.clone()} }
            }
            td { role: "cell",
                RoleBadges { role: organisation.role }
            }
            td { role: "cell",
                div { class: "actions actions-start",
                    GuardedLink {
                        class: "icon-button",
                        to: Route::Members { organisation: id },
                        label: texts.organisation_members(&name),
                        Icon { shape: Shape::Users }
                    }
                    GuardedLink {
                        class: "icon-button",
                        to: Route::OrganisationSettings { organisation: id },
                        label: texts.organisation_settings(&name),
                        Icon { shape: Shape::Gear }
                    }
                    button { class: "icon-button", r#type: "button", title: label.clone(), "aria-label": label,
                        onclick: move |_| question.set(Some(organisation.clone())),
                        Icon { shape }
                    }
                }
            }
        }
    }
}
