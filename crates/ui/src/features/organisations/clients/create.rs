//! The dialog that makes an organisation.

use dioxus::prelude::*;
use domain::{
    AppError, Field,
    organisation::{Organisation, checked_name},
};
use server::rpc::organisations::create_organisation;

use crate::{
    components::{TextField, Toasts},
    features::{
        confirm::ConfirmDialog,
        shell::{StepUp, use_step_up},
        submission::{text_of, use_submission},
    },
    state::use_texts,
};

/// The field for the name.
const NAME: &str = "create-name";

/// The dialog. The new organisation appears at once.
#[component]
pub fn CreateDialog(open: Signal<bool>, oncreated: EventHandler<Organisation>) -> Element {
    let texts = use_texts();
    let toasts: Toasts = use_context();
    let step_up = use_step_up();
    let submission = use_submission("create-");
    let mut open = open;
    let onconfirm = move |event: FormEvent| {
        let typed = text_of(&event, NAME);
        submission.start(async move {
            let new = create(step_up, &typed).await?;
            open.set(false);
            toasts.success(texts.organisation_created(&new.name));
            oncreated.call(new);
            Ok(())
        });
    };
    rsx! {
        ConfirmDialog {
            id: "create",
            open,
            title: texts.organisation_create_title(),
            text: texts.organisation_create_text(),
            action: texts.organisation_create(),
            submission,
            onconfirm,
            oncancel: move |()| open.set(false),
            TextField {
                id: NAME,
                label: texts.client_name(),
                autocomplete: "off",
                required: true,
                problem: submission.problem(Field::Name, texts),
                oninput: move |_| submission.clear_field(Field::Name),
            }
        }
    }
}

async fn create(step_up: StepUp, typed: &str) -> Result<Organisation, AppError> {
    let name = checked_name(typed)?;
    step_up.run(|| create_organisation(name.clone())).await
}
