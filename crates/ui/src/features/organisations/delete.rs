//! Deleting an organisation: its name must be typed, and the server wants to know who asks.

use dioxus::prelude::*;
use domain::{
    AppError, Field, Problem,
    organisation::{Organisation, is_named},
};
use server::rpc::organisations::delete_organisation;

use crate::{
    components::{PART, TextField, Toasts},
    features::{
        confirm::{ConfirmDialog, close_for_good},
        shell::{StepUp, use_step_up},
        submission::{text_of, use_submission},
    },
    state::use_texts,
};

const ID: &str = "delete";
/// The field for the name.
const NAME: &str = "delete-name";

/// The question, while `deleting` names an organisation.
#[component]
pub fn DeleteDialog(
    deleting: Signal<Option<Organisation>>,
    ondeleted: EventHandler<Organisation>,
) -> Element {
    let texts = use_texts();
    let toasts: Toasts = use_context();
    let step_up = use_step_up();
    let submission = use_submission("delete-");
    let mut deleting = deleting;
    let open = use_memo(move || deleting.read().is_some());
    let name = deleting.read().as_ref().map(|organisation| organisation.name.clone()).unwrap_or_default();
    let onconfirm = move |event: FormEvent| {
        let Some(organisation) = deleting.peek().clone() else { return };
        let typed = text_of(&event, NAME);
        submission.start(async move {
            delete(step_up, &organisation, typed.trim()).await?;
            close_for_good(ID);
            deleting.set(None);
            toasts.success(texts.delete_done(&organisation.name));
            ondeleted.call(organisation);
            Ok(())
        });
    };
    rsx! {
        ConfirmDialog {
            id: ID,
            open,
            title: texts.delete_title(),
            text: texts.delete_text(PART),
            part: name.clone(),
            action: texts.delete_action(),
            danger: true,
            submission,
            onconfirm,
            oncancel: move |()| deleting.set(None),
            TextField {
                id: NAME,
                label: texts.delete_name_label(),
                autocomplete: "off",
                problem: submission.problem(Field::Name, texts),
                oninput: move |_| submission.clear_field(Field::Name),
            }
        }
    }
}

/// Checks the name before anybody is asked for a password.
async fn delete(step_up: StepUp, organisation: &Organisation, typed: &str) -> Result<(), AppError> {
    if !is_named(&organisation.name, typed) {
        return Err(AppError::field(Field::Name, Problem::NameMismatch));
    }
    step_up.run(|| delete_organisation(organisation.id, typed.to_owned())).await
}
