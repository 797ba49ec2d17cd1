//! Handing the organisation over.

use dioxus::prelude::*;
use domain::organisation::{Member, Role};
use server::rpc::organisations::transfer_ownership;

use super::state::{Members, told_name};
use crate::{
    components::{PART, Toasts},
    features::{
        confirm::{ConfirmDialog, close_for_good},
        shell::use_step_up,
        submission::use_submission,
    },
    state::{use_me, use_texts},
};

const ID: &str = "transfer";

/// The question, while `asked` names the next owner. The server wants to know who asks.
#[component]
pub fn TransferDialog(asked: Signal<Option<Member>>, members: Members) -> Element {
    let texts = use_texts();
    let toasts: Toasts = use_context();
    let me = use_me();
    let step_up = use_step_up();
    let submission = use_submission("transfer-");
    let mut asked = asked;
    let open = use_memo(move || asked.read().is_some());
    let name = asked.read().as_ref().map(|member| told_name(member, texts)).unwrap_or_default();
    let onconfirm = move |_| {
        let Some(member) = asked.peek().clone() else { return };
        let id = members.organisation.peek().id;
        submission.start(async move {
            step_up.run(|| transfer_ownership(id, member.user)).await?;
            // The member is out of the person's reach now, and their menu is gone.
            close_for_good(ID);
            asked.set(None);
            toasts.success(texts.transfer_done(&told_name(&member, texts)));
            members.set_role(member.user, Role::Owner, false);
            members.set_role(me.peek().id, Role::Admin, true);
            Ok(())
        });
    };
    rsx! {
        ConfirmDialog {
            id: ID,
            open,
            title: texts.transfer_title(),
            text: texts.transfer_text(PART),
            part: name,
            action: texts.transfer(),
            danger: true,
            submission,
            onconfirm,
            oncancel: move |()| asked.set(None),
        }
    }
}
