//! One invite, and the person's answer.

use dioxus::prelude::*;
use domain::organisation::MyInvite;
use server::rpc::organisations::{accept_invite, decline_invite};

use crate::{
    components::Toasts,
    features::{
        shell::use_step_up,
        submission::{Submission, SubmissionBanner, use_submission},
    },
    state::use_texts,
};

/// The invite. After an answer it is gone.
#[component]
pub fn InviteRow(invite: MyInvite, onanswered: EventHandler<()>) -> Element {
    let texts = use_texts();
    let toasts: Toasts = use_context();
    let step_up = use_step_up();
    let submission = use_submission("");
    let id = invite.id;
    let role = invite.role.text(texts);
    let name = use_signal(|| invite.organisation.clone());
    let accept = move |()| {
        submission.start(async move {
            let joined = step_up.run(|| accept_invite(id)).await?;
            toasts.success(texts.invite_accepted(&joined.name));
            onanswered.call(());
            Ok(())
        });
    };
    let decline = move |()| {
        submission.start(async move {
            step_up.run(|| decline_invite(id)).await?;
            toasts.success(texts.invite_declined(&name.peek()));
            onanswered.call(());
            Ok(())
        });
    };
    rsx! {
        li { class: "list-item",
            div { class: "list-main",
                p { class: "list-title", "{invite.organisation}" }
                p { class: "list-meta",
                    if invite.invited_by.is_empty() {
                        {texts.my_invite_plain(role)}
                    } else {
                        {texts.my_invite_from(&invite.invited_by, role)}
                    }
                    " "
                    {texts.my_invite_until(&invite.expires_at.date(texts))}
                }
            }
            div { class: "actions",
                Answer { submission, label: texts.invite_decline(), name: texts.invite_decline_named(&name.read()), onpress: decline }
                Answer { submission, label: texts.invite_accept(), name: texts.invite_accept_named(&name.read()), onpress: accept, primary: true }
            }
            if submission.error().is_some() {
                div { class: "list-note",
                    SubmissionBanner { submission }
                }
            }
        }
    }
}

/// One of the two answers.
#[component]
fn Answer(
    submission: Submission,
    label: &'static str,
    /// The same, with whose invite it answers.
    name: String,
    #[props(default)] primary: bool,
    onpress: EventHandler<()>,
) -> Element {
    rsx! {
        button {
            class: if primary { "button button-sm button-primary" } else { "button button-sm" },
            r#type: "button",
            "aria-label": name,
            "aria-disabled": submission.busy().then_some("true"),
            onclick: move |_| onpress.call(()),
            {label}
        }
    }
}
