//! One member, and what the person may do about them.

use dioxus::prelude::*;
use domain::{
    UserId,
    organisation::{Member, Role},
};

use super::{
    page::Questions,
    state::{Members, shown_name},
};
use crate::{
    components::{Avatar, RowMenu, RowMenuItem},
    features::{
        organisations::{member::letters, roles::RoleBadge},
        shell::GuardedLink,
    },
    routes::Route,
    state::{use_me, use_texts},
};

/// The id of a member's row.
pub fn row_id(user: UserId) -> String {
    format!("member-{user}")
}

/// The row.
#[component]
pub fn MemberRow(member: Member, members: Members, questions: Questions) -> Element {
    let texts = use_texts();
    let user = member.user;
    let own = use_me().read().id == user;
    let name = shown_name(&member, texts);
    let since = texts.member_joined(&member.joined_at.date(texts));
    // An address that stands in for the name is not said twice.
    let email = member.email.clone().filter(|email| *email != name);
    let letters = letters(&member.name(), member.email.as_deref());
    let page = Route::Member { organisation: members.organisation.peek().id, member: user };
    rsx! {
        li { class: "list-item", id: row_id(user), tabindex: "-1",
            Avatar { initials: letters, picture: member.picture.clone() }
            div { class: "list-main",
                p { class: "list-title",
                    GuardedLink { class: "table-link", to: page, {name.clone()} }
                    if own {
                        span { class: "badge", {texts.member_you()} }
                    }
                }
                if let Some(email) = email {
                    p { class: "list-meta", {email} }
                }
                p { class: "list-meta", {since} }
            }
            div { class: "list-end",
                RoleBadge { role: member.role }
                MemberMenu { member, name, own, members, questions }
            }
        }
    }
}

/// What the person may do about the member, if anything.
#[component]
fn MemberMenu(member: Member, name: String, own: bool, members: Members, questions: Questions) -> Element {
    let texts = use_texts();
    let mine = members.own_role();
    let manages = mine.manages(member.role);
    if !own && !manages {
        // As wide as the button, so that the roles stay below each other.
        return rsx! { span { class: "list-gap" } };
    }
    let menu = format!("menu-{}", member.user);
    let Questions { role, transfer, remove, mut leave } = questions;
    rsx! {
        RowMenu { id: menu.clone(), label: texts.member_actions(&name),
            if manages {
                RowMenuItem { menu: menu.clone(), label: texts.role_change(), onselect: ask(role, &member) }
            }
            if mine == Role::Owner && !own {
                RowMenuItem { menu: menu.clone(), label: texts.transfer(), onselect: ask(transfer, &member) }
            }
            if own {
                RowMenuItem { menu, label: texts.danger_leave(), danger: true, onselect: move |()| leave.set(Some(members.organisation.peek().clone())) }
            } else {
                RowMenuItem { menu, label: texts.remove(), danger: true, onselect: ask(remove, &member) }
            }
        }
    }
}

/// Opens a question about the member.
fn ask(mut question: Signal<Option<Member>>, member: &Member) -> impl FnMut(()) + 'static {
    let member = member.clone();
    move |()| question.set(Some(member.clone()))
}
