//! The tab: its data, or the shape of it, or that there is none.

use dioxus::prelude::*;
use domain::organisation::{InviteId, MyInvite};
use server::rpc::organisations::read_my_invites;

use super::row::InviteRow;
use crate::{
    components::{Card, Icon, ListSkeleton, Shape},
    features::{
        data::{Data, DataFailed, use_data},
        organisations::layout::WaitingInvites,
        shell::use_title_in,
    },
    platform,
    state::{use_me, use_texts},
};

/// The card's id.
const ID: &str = "invites";

/// `/organisations/invites`
#[component]
pub fn InvitesPage() -> Element {
    let texts = use_texts();
    use_title_in(texts.invites(), Some(texts.organisations()));
    rsx! {
        SuspenseBoundary {
            fallback: move |_| rsx! {
                ListSkeleton {
                    id: ID,
                    title: texts.invites(),
                    description: texts.my_invites_text(),
                    loading: texts.loading(),
                }
            },
            InvitesLoader {}
        }
    }
}

#[component]
fn InvitesLoader() -> Element {
    let mut invites = use_data(read_my_invites)?;
    match invites() {
        Ok(all) => rsx! { Invites { all, invites } },
        Err(error) => rsx! { DataFailed { error, onretry: move |()| invites.restart() } },
    }
}

#[component]
fn Invites(all: Vec<MyInvite>, invites: Data<Vec<MyInvite>>) -> Element {
    let texts = use_texts();
    use_waiting(&invites);
    let mut invites = invites;
    let forget = use_callback(move |answered: InviteId| {
        // The pressed button goes with its row.
        platform::focus("content");
        if let Ok(all) = &mut *invites.write() {
            all.retain(|invite| invite.id != answered);
        }
    });
    rsx! {
        Card { id: ID, title: texts.invites(), description: texts.my_invites_text(), flush: true,
            if all.is_empty() {
                NoInvites {}
            } else {
                ul { class: "card-list", role: "list", "aria-labelledby": "{ID}-title",
                    for invite in all {
                        InviteRow { key: "{invite.id}", onanswered: move |()| forget(invite.id), invite: invite.clone() }
                    }
                }
            }
        }
    }
}

/// Keeps the tab's badge true.
fn use_waiting(invites: &Data<Vec<MyInvite>>) {
    let invites = *invites;
    let WaitingInvites(mut waiting) = use_context();
    use_effect(move || {
        if let Ok(all) = &*invites.read() {
            waiting.set(Some(all.len()));
        }
    });
}

/// In place of the list.
#[component]
fn NoInvites() -> Element {
    let texts = use_texts();
    let me = use_me();
    rsx! {
        div { class: "empty",
            span { class: "emblem",
                Icon { shape: Shape::Mail }
            }
            h3 { {texts.my_invites_empty()} }
            p { {texts.my_invites_empty_text(&me.read().email)} }
        }
    }
}
