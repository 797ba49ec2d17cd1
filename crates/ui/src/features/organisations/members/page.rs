//! The page: its data, or the shape of it.

use dioxus::prelude::*;
use domain::{
    ErrorCode,
    organisation::{Member, MembersPage as Content, Organisation},
};
use server::rpc::organisations::read_members;

use super::{
    invite::InviteDialog, list::MemberList, pending::PendingInvites, remove::RemoveDialog, role::RoleDialog,
    state::use_members, transfer::TransferDialog,
};
use crate::{
    components::{Card, Icon, ListSkeleton, Shape},
    features::{
        data::{Data, DataFailed, use_data},
        organisations::{
            leave::LeaveDialog,
            organisation::{NoOrganisation, use_organisation, use_organisation_title},
        },
    },
    routes::Route,
    state::use_texts,
};

/// The card's id.
const ID: &str = "members";

/// `/organisations/:id/members`
#[component]
pub fn MembersPage() -> Element {
    let texts = use_texts();
    use_organisation_title(texts.user_management());
    rsx! {
        SuspenseBoundary {
            fallback: move |_| rsx! {
                ListSkeleton {
                    id: ID,
                    title: texts.members(),
                    description: texts.members_text(),
                    loading: texts.loading(),
                }
            },
            MembersLoader {}
        }
    }
}

#[component]
fn MembersLoader() -> Element {
    let id = use_organisation().peek().id;
    let mut members = use_data(move || read_members(id))?;
    match members() {
        Ok(content) => rsx! { Loaded { content, page: members } },
        Err(error) if error.code == ErrorCode::NotFound => rsx! { NoOrganisation {} },
        Err(error) => rsx! { DataFailed { error, onretry: move |()| members.restart() } },
    }
}

/// What is being asked about a member.
#[derive(Clone, Copy, PartialEq)]
pub struct Questions {
    /// Which role.
    pub role: Signal<Option<Member>>,
    /// Whether they are to be the owner.
    pub transfer: Signal<Option<Member>>,
    /// Whether they are to go.
    pub remove: Signal<Option<Member>>,
    /// Whether the person is to go.
    pub leave: Signal<Option<Organisation>>,
}

#[component]
fn Loaded(content: Content, page: Data<Content>) -> Element {
    let texts = use_texts();
    let navigator = use_navigator();
    let members = use_members(&page);
    let mut inviting = use_signal(|| false);
    let questions = Questions {
        role: use_signal(|| None),
        transfer: use_signal(|| None),
        remove: use_signal(|| None),
        leave: use_signal(|| None),
    };
    let may_invite = !members.own_role().may_give().is_empty();
    let invite = may_invite.then(|| {
        rsx! {
            button { class: "button button-primary", r#type: "button", onclick: move |_| inviting.set(true),
                Icon { shape: Shape::Plus, small: true }
                {texts.invite_action()}
            }
        }
    });
    rsx! {
        Card { id: ID, title: texts.members(), description: texts.members_text(), action: invite, flush: true,
            MemberList { members, page: content.members, questions }
        }
        if may_invite && !content.invites.is_empty() {
            PendingInvites { members, invites: content.invites }
        }
        InviteDialog { open: inviting, members }
        RoleDialog { asked: questions.role, members }
        TransferDialog { asked: questions.transfer, members }
        RemoveDialog { asked: questions.remove, members }
        LeaveDialog { leaving: questions.leave,
            onleft: move |_| {
                navigator.replace(Route::Organisations);
            },
        }
    }
}
