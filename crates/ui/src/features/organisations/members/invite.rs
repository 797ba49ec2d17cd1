//! Inviting somebody by address.

use dioxus::prelude::*;
use domain::{
    AppError, Field,
    identity::Email,
    organisation::{ClientId, Invite, Role},
};
use server::rpc::organisations::invite_member;

use super::{role::checked, state::Members};
use crate::{
    components::{TextField, Toasts},
    features::{
        confirm::ConfirmDialog,
        organisations::roles::RoleChoices,
        shell::{StepUp, use_step_up},
        submission::{all_of, text_of, use_submission},
    },
    state::use_texts,
};

/// The field for the address.
const EMAIL: &str = "invite-email";

/// The dialog. The new invite joins the list of those that wait.
#[component]
pub fn InviteDialog(open: Signal<bool>, members: Members) -> Element {
    let texts = use_texts();
    let toasts: Toasts = use_context();
    let step_up = use_step_up();
    let submission = use_submission("invite-");
    let mut open = open;
    let onconfirm = move |event: FormEvent| {
        let (email, role) = (text_of(&event, EMAIL), text_of(&event, "role"));
        let id = members.organisation.peek().id;
        submission.start(async move {
            let invite = invite(step_up, id, &email, &role).await?;
            open.set(false);
            toasts.success(texts.invite_sent(&invite.email));
            members.put_invite(invite);
            Ok(())
        });
    };
    rsx! {
        ConfirmDialog {
            id: "invite",
            open,
            title: texts.invite_title(),
            text: texts.invite_text(),
            action: texts.invite_submit(),
            submission,
            onconfirm,
            oncancel: move |()| open.set(false),
            TextField {
                id: EMAIL,
                label: texts.email(),
                r#type: "email",
                autocomplete: "off",
                inputmode: "email",
                maxlength: 254,
                required: true,
                problem: submission.problem(Field::Email, texts),
                oninput: move |_| submission.clear_field(Field::Email),
            }
            RoleChoices {
                id: "invite-role",
                giver: members.own_role(),
                initial: Role::User,
                problem: submission.problem(Field::Role, texts),
            }
        }
    }
}

async fn invite(step_up: StepUp, id: ClientId, typed: &str, chosen: &str) -> Result<Invite, AppError> {
    let (email, role) = (Email::parse(typed), checked(chosen));
    all_of([email.clone().map(drop), role.clone().map(drop)])?;
    let (email, role) = (email?, role?);
    step_up.run(|| invite_member(id, email.as_str().to_owned(), role)).await
}
