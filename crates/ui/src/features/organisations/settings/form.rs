//! The organisation's name, which admins change, and its id, which programs use.

use std::future::ready;

use dioxus::prelude::*;
use domain::{
    AppError, ErrorCode, Field,
    organisation::{Organisation, Role, checked_name},
};
use server::rpc::organisations::rename_organisation;

use super::conflict::ConflictBanner;
use crate::{
    components::{CardHeader, CopyButton, SubmitButton, TextField, Toasts, use_copying},
    features::{
        organisations::organisation::use_organisation,
        shell::{StepUp, use_step_up, use_unsaved},
        submission::{Submission, SubmissionBanner, use_submission},
    },
    platform,
    state::use_texts,
};

/// The field for the name.
const NAME: &str = "client-name";
/// The id of the line that says whether there is something to save.
const STATE: &str = "client-state";

/// A name that was typed and not saved.
#[derive(Clone, Copy, PartialEq)]
pub struct NameDraft {
    typed: Signal<Option<String>>,
    organisation: Signal<Organisation>,
}

impl NameDraft {
    fn dirty(self) -> bool {
        self.typed.read().is_some()
    }

    fn value(self) -> String {
        self.typed.read().clone().unwrap_or_else(|| self.organisation.read().name.clone())
    }

    fn edit(mut self, typed: String) {
        let changed = typed != self.organisation.peek().name;
        self.typed.set(changed.then_some(typed));
    }

    /// Drops what was typed.
    pub fn discard(mut self) {
        self.typed.set(None);
    }
}

fn use_name_draft() -> NameDraft {
    let draft = NameDraft { typed: use_signal(|| None), organisation: use_organisation() };
    // What was typed before the page came to life.
    use_effect(move || {
        if let Some(typed) = platform::typed(NAME) {
            draft.edit(typed);
        }
    });
    draft
}

/// The card. Whoever may not change the name still finds the id here.
#[component]
pub fn ClientForm() -> Element {
    let texts = use_texts();
    let toasts: Toasts = use_context();
    let step_up = use_step_up();
    let mut organisation = use_organisation();
    let submission = use_submission("client-");
    let draft = use_name_draft();
    use_unsaved(move || draft.dirty());
    let may_change = organisation.read().role > Role::User;
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        if !draft.dirty() {
            return;
        }
        let (typed, before) = (draft.value(), organisation.peek().clone());
        submission.start(async move {
            let newer = save(step_up, &before, &typed).await?;
            organisation.set(newer);
            draft.discard();
            toasts.success(texts.client_saved());
            Ok(())
        });
    };
    rsx! {
        Notices { submission, draft }
        form { class: "card", "aria-labelledby": "client-title", method: "post", novalidate: true,
            "aria-busy": submission.busy().then_some("true"),
            onsubmit,
            CardHeader { id: "client", title: texts.client_profile(), description: texts.client_profile_text() }
            div { class: "card-body form",
                TextField {
                    id: NAME,
                    label: texts.client_name(),
                    autocomplete: "off",
                    readonly: !may_change,
                    hint: (!may_change).then(|| texts.client_profile_locked()),
                    value: draft.value(),
                    problem: submission.problem(Field::Name, texts),
                    oninput: move |typed| {
                        submission.clear_field(Field::Name);
                        draft.edit(typed);
                    },
                }
                ClientIdField {}
            }
            if may_change {
                Foot { submission, draft }
            }
        }
    }
}

async fn save(step_up: StepUp, before: &Organisation, typed: &str) -> Result<Organisation, AppError> {
    let name = checked_name(typed)?;
    step_up.run(|| rename_organisation(before.id, name.clone(), before.version)).await
}

/// What stands above the form.
#[component]
fn Notices(submission: Submission, draft: NameDraft) -> Element {
    let texts = use_texts();
    if submission.failed_with(ErrorCode::Conflict) {
        return rsx! { ConflictBanner { submission, draft } };
    }
    rsx! { SubmissionBanner { submission, title: texts.client_not_saved() } }
}

/// Whether there is something to save, and the two buttons.
#[component]
fn Foot(submission: Submission, draft: NameDraft) -> Element {
    let texts = use_texts();
    let (busy, dirty) = (submission.busy(), draft.dirty());
    rsx! {
        div { class: "card-footer",
            p { class: "card-note", id: STATE, tabindex: "-1", "data-state": (dirty && !busy).then_some("dirty"),
                if busy {
                    {texts.profile_saving()}
                } else if dirty {
                    {texts.profile_unsaved()}
                } else {
                    {texts.profile_unchanged()}
                }
            }
            div { class: "actions",
                button {
                    class: "button",
                    r#type: "button",
                    disabled: !dirty && !busy,
                    "aria-disabled": busy.then_some("true"),
                    onclick: move |_| {
                        if !busy {
                            // This button is about to be disabled, and would take the focus with it.
                            platform::focus(STATE);
                            draft.discard();
                            submission.clear();
                        }
                    },
                    {texts.client_reset()}
                }
                SubmitButton { label: texts.client_save(), busy, disabled: !dirty, live_only: true }
            }
        }
    }
}

/// The id, and a way to take it along.
#[component]
fn ClientIdField() -> Element {
    let texts = use_texts();
    let copying = use_copying();
    let id = use_organisation().read().id.to_string();
    rsx! {
        div { class: "field",
            p { class: "label", id: "client-id-label", {texts.client_id()} }
            div { class: "secret", role: "group", "aria-labelledby": "client-id-label",
                code { class: "secret-value", id: "client-id", {id.clone()} }
                CopyButton {
                    copying,
                    label: texts.client_copy().to_owned(),
                    done: texts.client_copied(),
                    onclick: move |()| {
                        let copied = copying.copy(ready(Some(id.clone())));
                        spawn(async move {
                            copied.await;
                        });
                    },
                }
            }
            p { class: "hint", {texts.client_id_hint()} }
        }
    }
}
