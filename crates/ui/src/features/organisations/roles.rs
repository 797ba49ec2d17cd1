//! Roles in words.

use dioxus::prelude::*;
use domain::{Texts, organisation::Role};

use crate::{
    components::{Choice, Choices},
    state::use_texts,
};

fn role_hint(role: Role, texts: Texts) -> &'static str {
    match role {
        Role::User => texts.role_user_hint(),
        Role::Admin => texts.role_admin_hint(),
        Role::Owner => texts.role_owner_hint(),
    }
}

/// Every role that a role stands for.
#[component]
pub fn RoleBadges(role: Role) -> Element {
    rsx! {
        span { class: "badges",
            for role in role.roles() {
                RoleBadge { key: "{role.key()}", role: *role }
            }
        }
    }
}

/// One role.
#[component]
pub fn RoleBadge(role: Role) -> Element {
    rsx! {
        span { class: "badge", "data-kind": (role == Role::Owner).then_some("accent"),
            {role.text(use_texts())}
        }
    }
}

/// The choice of a role, from those that a member with `giver` may give.
#[component]
pub fn RoleChoices(
    /// The id of the first one.
    id: &'static str,
    giver: Role,
    initial: Role,
    #[props(default)] autofocus: bool,
    problem: Option<String>,
) -> Element {
    let texts = use_texts();
    let choices: Vec<Choice> = giver
        .may_give()
        .iter()
        .map(|role| Choice { value: role.key(), label: role.text(texts), hint: role_hint(*role, texts) })
        .collect();
    rsx! {
        Choices { id, name: "role", label: texts.role(), choices, initial: initial.key(), autofocus, problem }
    }
}
