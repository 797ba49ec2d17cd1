//! The invites that wait for an answer.

use dioxus::prelude::*;
use domain::organisation::Invite;
use server::rpc::organisations::{cancel_invite, resend_invite};

use super::state::Members;
use crate::{
    components::{Card, Toasts},
    features::{
        organisations::roles::RoleBadge,
        shell::use_step_up,
        submission::{SubmissionBanner, use_submission},
    },
    platform,
    state::use_texts,
};

/// The list.
#[component]
pub fn PendingInvites(members: Members, invites: Vec<Invite>) -> Element {
    let texts = use_texts();
    rsx! {
        Card { id: "pending", title: texts.pending_invites(), description: texts.pending_invites_text(), flush: true,
            ul { class: "card-list", role: "list", "aria-labelledby": "pending-title",
                for invite in invites {
                    InviteRow { key: "{invite.id}", invite, members }
                }
            }
        }
    }
}

#[component]
fn InviteRow(invite: Invite, members: Members) -> Element {
    let texts = use_texts();
    let toasts: Toasts = use_context();
    let step_up = use_step_up();
    let submission = use_submission("");
    let (client, id) = (invite.client, invite.id);
    let email = use_signal(|| invite.email.clone());
    let resend = move |_| {
        submission.start(async move {
            let newer = step_up.run(|| resend_invite(client, id)).await?;
            toasts.success(texts.invite_sent(&newer.email));
            members.put_invite(newer);
            Ok(())
        });
    };
    let cancel = move |_| {
        submission.start(async move {
            step_up.run(|| cancel_invite(client, id)).await?;
            // The pressed button goes with its row.
            platform::focus("content");
            toasts.success(texts.invite_cancelled(&email.peek()));
            members.drop_invite(id);
            Ok(())
        });
    };
    let busy = submission.busy().then_some("true");
    rsx! {
        li { class: "list-item",
            div { class: "list-main",
                p { class: "list-title",
                    span { {invite.email.clone()} }
                    RoleBadge { role: invite.role }
                }
                p { class: "list-meta", {texts.invite_expires(&invite.expires_at.date(texts))} }
            }
            div { class: "actions",
                button { class: "button button-sm", r#type: "button", "aria-disabled": busy, onclick: resend,
                    "aria-label": texts.invite_resend_named(&invite.email),
                    {texts.invite_resend()}
                }
                button { class: "button button-sm", r#type: "button", "aria-disabled": busy, onclick: cancel,
                    "aria-label": texts.invite_cancel_named(&invite.email),
                    {texts.invite_cancel()}
                }
            }
            if submission.error().is_some() {
                div { class: "list-note",
                    SubmissionBanner { submission }
                }
            }
        }
    }
}
