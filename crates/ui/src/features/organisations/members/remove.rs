//! Removing a member.

use dioxus::prelude::*;
use domain::organisation::Member;
use server::rpc::organisations::remove_member;

use super::state::{Members, told_name};
use crate::{
    components::{PART, Toasts},
    features::{
        confirm::{ConfirmDialog, close_for_good},
        shell::use_step_up,
        submission::use_submission,
    },
    state::use_texts,
};

const ID: &str = "remove";

/// The question, while `asked` names a member.
#[component]
pub fn RemoveDialog(asked: Signal<Option<Member>>, members: Members) -> Element {
    let texts = use_texts();
    let toasts: Toasts = use_context();
    let step_up = use_step_up();
    let submission = use_submission("remove-");
    let mut asked = asked;
    let open = use_memo(move || asked.read().is_some());
    let name = asked.read().as_ref().map(|member| told_name(member, texts)).unwrap_or_default();
    let onconfirm = move |_| {
        let Some(member) = asked.peek().clone() else { return };
        let id = members.organisation.peek().id;
        submission.start(async move {
            step_up.run(|| remove_member(id, member.user)).await?;
            close_for_good(ID);
            asked.set(None);
            toasts.success(texts.remove_done(&told_name(&member, texts)));
            members.remove(member.user);
            Ok(())
        });
    };
    rsx! {
        ConfirmDialog {
            id: ID,
            open,
            title: texts.remove_title(),
            text: texts.remove_text(PART),
            part: name,
            action: texts.remove(),
            danger: true,
            submission,
            onconfirm,
            oncancel: move |()| asked.set(None),
        }
    }
}
