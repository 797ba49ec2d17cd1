//! Giving a member another role.

use dioxus::prelude::*;
use domain::{
    AppError, Field, Problem,
    organisation::{Member, Role},
};
use server::rpc::organisations::change_role;

use super::state::{Members, told_name};
use crate::{
    components::{PART, Toasts},
    features::{
        confirm::ConfirmDialog,
        organisations::roles::RoleChoices,
        shell::use_step_up,
        submission::{text_of, use_submission},
    },
    state::{use_me, use_texts},
};

/// The dialog, while `asked` names a member. The roles are those that the person may give.
#[component]
pub fn RoleDialog(asked: Signal<Option<Member>>, members: Members) -> Element {
    let texts = use_texts();
    let toasts: Toasts = use_context();
    let me = use_me();
    let step_up = use_step_up();
    let submission = use_submission("role-");
    let mut asked = asked;
    let open = use_memo(move || asked.read().is_some());
    let member = asked.read().clone();
    let own = member.as_ref().is_some_and(|member| member.user == me.read().id);
    let name = member.as_ref().map(|member| told_name(member, texts)).unwrap_or_default();
    let text = if own { texts.role_change_own().to_owned() } else { texts.role_change_text(PART) };
    let onconfirm = {
        let name = name.clone();
        move |event: FormEvent| {
            let Some(member) = asked.peek().clone() else { return };
            let (chosen, name) = (text_of(&event, "role"), name.clone());
            let id = members.organisation.peek().id;
            submission.start(async move {
                let role = checked(&chosen)?;
                step_up.run(|| change_role(id, member.user, role)).await?;
                asked.set(None);
                let role_now = role.text(texts);
                let done =
                    if own { texts.role_changed_own(role_now) } else { texts.role_changed(&name, role_now) };
                toasts.success(done);
                members.set_role(member.user, role, own);
                Ok(())
            });
        }
    };
    rsx! {
        ConfirmDialog {
            id: "role",
            open,
            title: texts.role_change_title(),
            text,
            part: name,
            action: texts.role_change_submit(),
            submission,
            onconfirm,
            oncancel: move |()| asked.set(None),
            if let Some(member) = member {
                RoleChoices {
                    id: "role-role",
                    giver: members.own_role(),
                    initial: member.role,
                    autofocus: true,
                    problem: submission.problem(Field::Role, texts),
                }
            }
        }
    }
}

/// The role with this name.
pub fn checked(chosen: &str) -> Result<Role, AppError> {
    Role::from_key(chosen).ok_or_else(|| AppError::field(Field::Role, Problem::Required))
}
