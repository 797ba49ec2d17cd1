//! The tab: its data, or the shape of it, or the first step where there is none.

use dioxus::prelude::*;
use domain::organisation::Organisation;
use server::rpc::organisations::read_organisations;

use super::{create::CreateDialog, table::ClientsTable};
use crate::{
    components::{Card, Icon, ListSkeleton, Shape},
    features::{
        data::{Data, DataFailed, use_data},
        organisations::{delete::DeleteDialog, leave::LeaveDialog},
        shell::use_title_in,
    },
    state::use_texts,
};

/// The card's id.
const ID: &str = "clients";

/// `/organisations`
#[component]
pub fn ClientsPage() -> Element {
    let texts = use_texts();
    use_title_in(texts.clients(), Some(texts.organisations()));
    rsx! {
        SuspenseBoundary {
            fallback: move |_| rsx! {
                ListSkeleton {
                    id: ID,
                    title: texts.your_orgs(),
                    description: texts.your_orgs_text(),
                    loading: texts.loading(),
                }
            },
            ClientsLoader {}
        }
    }
}

#[component]
fn ClientsLoader() -> Element {
    let mut organisations = use_data(read_organisations)?;
    match organisations() {
        Ok(all) => rsx! { Clients { all, organisations } },
        Err(error) => rsx! { DataFailed { error, onretry: move |()| organisations.restart() } },
    }
}

/// The card and its dialogs.
#[component]
fn Clients(all: Vec<Organisation>, organisations: Data<Vec<Organisation>>) -> Element {
    let texts = use_texts();
    let mut creating = use_signal(|| false);
    let leaving = use_signal(|| None::<Organisation>);
    let deleting = use_signal(|| None::<Organisation>);
    let mut organisations = organisations;
    let mut forget = move |gone: &Organisation| {
        if let Ok(all) = &mut *organisations.write() {
            all.retain(|organisation| organisation.id != gone.id);
        }
    };
    let add = move |new: Organisation| {
        if let Ok(all) = &mut *organisations.write() {
            all.push(new);
        }
    };
    let create = rsx! {
        button { class: "button button-primary", r#type: "button", onclick: move |_| creating.set(true),
            Icon { shape: Shape::Plus, small: true }
            {texts.organisation_create()}
        }
    };
    rsx! {
        Card { id: ID, title: texts.your_orgs(), description: texts.your_orgs_text(), action: create, flush: true,
            if all.is_empty() {
                NoClients {}
            } else {
                ClientsTable { all, leaving, deleting }
            }
        }
        CreateDialog { open: creating, oncreated: add }
        LeaveDialog { leaving, onleft: move |gone| forget(&gone) }
        DeleteDialog { deleting, ondeleted: move |gone| forget(&gone) }
    }
}

/// In place of the table.
#[component]
fn NoClients() -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "empty",
            span { class: "emblem",
                Icon { shape: Shape::Building }
            }
            h3 { {texts.organisations_empty()} }
            p { {texts.organisations_empty_text()} }
        }
    }
}
