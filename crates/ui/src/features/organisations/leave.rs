//! Leaving an organisation.

use dioxus::prelude::*;
use domain::organisation::Organisation;
use server::rpc::organisations::remove_member;

use crate::{
    components::{PART, Toasts},
    features::{
        confirm::{ConfirmDialog, close_for_good},
        shell::use_step_up,
        submission::use_submission,
    },
    state::{use_me, use_texts},
};

const ID: &str = "leave";

/// The question, while `leaving` names an organisation. The last owner is told the way out.
#[component]
pub fn LeaveDialog(leaving: Signal<Option<Organisation>>, onleft: EventHandler<Organisation>) -> Element {
    let texts = use_texts();
    let toasts: Toasts = use_context();
    let me = use_me();
    let step_up = use_step_up();
    let submission = use_submission("leave-");
    let mut leaving = leaving;
    let open = use_memo(move || leaving.read().is_some());
    let name = leaving.read().as_ref().map(|organisation| organisation.name.clone()).unwrap_or_default();
    let onconfirm = move |_| {
        let Some(organisation) = leaving.peek().clone() else { return };
        let (id, person) = (organisation.id, me.peek().id);
        submission.start(async move {
            step_up.run(|| remove_member(id, person)).await?;
            close_for_good(ID);
            leaving.set(None);
            toasts.success(texts.leave_done(&organisation.name));
            onleft.call(organisation);
            Ok(())
        });
    };
    rsx! {
        ConfirmDialog {
            id: ID,
            open,
            title: texts.leave_title(),
            text: texts.leave_text(PART),
            part: name,
            action: texts.leave_action(),
            danger: true,
            submission,
            onconfirm,
            oncancel: move |()| leaving.set(None),
        }
    }
}
