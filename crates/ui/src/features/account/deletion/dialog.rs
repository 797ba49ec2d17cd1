//! The question: what goes, why, and that the person means it.

use dioxus::{core::spawn_forever, prelude::*};
use domain::{
    AppError, ErrorCode, Field, Texts,
    account::{DeletionPlan, DeletionRequest, GoneOrganisation},
};
use futures_channel::oneshot::channel;
use server::rpc::{RpcError, RpcResult, account::delete_account};

use super::{
    confirmation::{PREFIX, Typed, Wanted},
    fields::{WantedField, WhyFields},
    state::{Deletion, why},
};
use crate::{
    components::{Dialog, SubmitButton, Toasts},
    features::{
        shell::{Leaving, StepUp, use_leave, use_step_up},
        submission::{Submission, SubmissionBanner, use_submission},
    },
    platform,
    state::{AppState, use_app_state, use_texts},
};

const ID: &str = "deletion";
/// The id of what says which fields are missing.
const MISSING: &str = "deletion-missing";
/// What the login page is told: that the account is gone, and that it most likely is.
const DELETED: &str = "account_deleted";
const UNHEARD: &str = "deletion_unheard";
/// How long the button rests after the dialog has opened: longer than a second click by mistake takes.
const REST_MS: u32 = 1000;

/// The dialog.
#[component]
pub fn DeletionDialog(plan: DeletionPlan, deletion: Deletion) -> Element {
    let submission = use_submission(PREFIX);
    rsx! {
        Dialog {
            id: ID,
            open: deletion.asking(),
            wide: true,
            after: deletion.after(),
            oncancel: move |()| submission.leave(move || deletion.close()),
            DeletionForm { plan, deletion, submission }
        }
    }
}

#[component]
fn DeletionForm(plan: DeletionPlan, deletion: Deletion, submission: Submission) -> Element {
    let (texts, state) = (use_texts(), use_app_state());
    let said = state.farewell;
    let out = Out { state, leave: use_leave(), toasts: use_context(), texts };
    let step_up = use_step_up();
    let typed = use_signal(Typed::default);
    let mut wrong = use_signal(Vec::new);
    let rested = use_rested();
    let missing = typed.read().missing(&plan);
    let armed = rested() && missing.is_empty();
    let confirmed = plan.clone();
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        // As they are now: the last letter may be younger than what was drawn last.
        let missing = typed.peek().missing(&confirmed);
        let first = missing.first().copied();
        wrong.set(missing);
        if let Some(first) = first {
            platform::focus(&first.id());
            return;
        }
        if !*rested.peek() {
            return;
        }
        let request = typed.peek().request(&confirmed, said.peek().feedback());
        let email = confirmed.email.clone();
        submission.start(async move { confirm(request.checked(&email)?, deletion, step_up, &out).await });
    };
    rsx! {
        form { class: "dialog-body", method: "post", novalidate: true, onsubmit,
            WhatGoes { plan: plan.clone() }
            WhyFields { said, submission }
            Confirmation { plan, typed, wrong, submission }
            // Near the button: the form is longer than some screens.
            SubmissionBanner { submission, unheard: texts.deletion_unheard() }
            Missing { missing }
            div { class: "actions",
                button {
                    class: "button",
                    r#type: "button",
                    "aria-disabled": submission.busy().then_some("true"),
                    onclick: move |_| submission.leave(move || deletion.close()),
                    {texts.cancel()}
                }
                SubmitButton {
                    label: texts.delete_action(),
                    busy: submission.busy(),
                    disabled: !armed,
                    described_by: MISSING,
                    danger: true,
                }
            }
        }
    }
}

/// Whether the dialog has been open for long enough.
fn use_rested() -> ReadSignal<bool> {
    let mut rested = use_signal(|| false);
    use_effect(move || {
        spawn(async move {
            platform::sleep(REST_MS).await;
            rested.set(true);
        });
    });
    rested.into()
}

/// Has the account deleted. Where the server knows more than the person saw, they look again.
async fn confirm(
    request: DeletionRequest,
    deletion: Deletion,
    step_up: StepUp,
    out: &Out,
) -> Result<(), AppError> {
    let Err(error) = step_up.run(|| delete(request.clone(), out)).await else { return Ok(()) };
    if error.code == ErrorCode::Unreachable {
        out.lose_answer();
    }
    // The names were those that the person saw.
    let outdated =
        matches!(error.code, ErrorCode::Conflict | ErrorCode::SubscriptionActive | ErrorCode::AddressChanged)
            || error.problem_of(Field::Name).is_some();
    if outdated || error.code == ErrorCode::Invalid {
        deletion.read_anew().await;
    }
    if !outdated {
        return Err(error);
    }
    deletion.refuse(error.code);
    Ok(())
}

/// Sends it. What follows happens also when the page is gone by then: the account is, too.
async fn delete(request: DeletionRequest, out: &Out) -> RpcResult<()> {
    let (out, (answer, answered)) = (*out, channel());
    spawn_forever(async move {
        let result = out.follow(delete_account(request).await).await;
        // Nobody waits for it when the page is gone.
        if let Err(Err(RpcError(error))) = answer.send(result) {
            out.tell(&error);
        }
    });
    answered.await.unwrap_or_else(|_| Err(RpcError(AppError::new(ErrorCode::Unreachable))))
}

/// The way out of the account.
#[derive(Clone, Copy)]
struct Out {
    state: AppState,
    leave: Leaving,
    toasts: Toasts,
    texts: Texts,
}

impl Out {
    /// Says on whatever page that it did not come to it.
    fn tell(self, error: &AppError) {
        let texts = self.texts;
        self.toasts.failure(match error.code {
            ErrorCode::Unreachable => texts.deletion_unheard().to_owned(),
            _ => texts.deletion_failed(&why(texts, error)),
        });
    }

    /// Remembers that nobody knows what became of it.
    fn lose_answer(mut self) {
        self.state.deletion_unheard.set(true);
    }

    /// Shows the login page once the account is gone. An answer may be lost after it went: whoever is a stranger then
    /// is asked for no password, because none would be right.
    async fn follow(self, result: RpcResult<()>) -> RpcResult<()> {
        let code = result.as_ref().err().map(|RpcError(error)| error.code);
        if code == Some(ErrorCode::Unreachable) {
            self.lose_answer();
        }
        let unheard = *self.state.deletion_unheard.peek();
        let notice = match code {
            None => DELETED,
            Some(ErrorCode::SignedOut) if unheard => UNHEARD,
            Some(_) => return result,
        };
        self.leave.ended(notice).await;
        Ok(())
    }
}

/// What goes, in a few lines.
#[component]
fn WhatGoes(plan: DeletionPlan) -> Element {
    let texts = use_texts();
    let gone = plan.gone.len() as u64;
    let others = (plan.handed_over.len() + plan.left.len()) as u64;
    rsx! {
        div {
            h2 { class: "dialog-title", id: "{ID}-title", {texts.deletion_ask()} }
            div { class: "dialog-text", id: "{ID}-text",
                p { {texts.deletion_ask_text()} }
                ul { class: "bullets",
                    li { {texts.deletion_goes_data()} }
                    if gone > 0 {
                        li { {texts.deletion_goes_organisations(gone)} }
                    }
                    if others > 0 {
                        li { {texts.deletion_goes_shared(others)} }
                    }
                }
            }
        }
    }
}

/// The names and the address, to be typed.
#[component]
fn Confirmation(
    plan: DeletionPlan,
    typed: Signal<Typed>,
    wrong: Signal<Vec<Wanted>>,
    submission: Submission,
) -> Element {
    let texts = use_texts();
    let (mut typed, mut wrong) = (typed, wrong);
    let put = use_callback(move |(field, text): (Wanted, String)| {
        wrong.write().retain(|each| *each != field);
        if field == Wanted::Email {
            submission.clear_field(Field::Email);
        }
        typed.write().put(field, text);
    });
    let problem_of = |field: Wanted| {
        let marked = wrong.read().contains(&field);
        marked.then(|| typed.read().problem(field).text(texts).to_owned())
    };
    rsx! {
        for GoneOrganisation { id , name , members , .. } in plan.gone {
            WantedField {
                key: "{id}",
                field: Wanted::Name(id),
                what: name,
                hint: texts.deletion_name_hint(members),
                problem: problem_of(Wanted::Name(id)),
                oninput: move |text| put((Wanted::Name(id), text)),
            }
        }
        WantedField {
            field: Wanted::Email,
            what: plan.email,
            problem: problem_of(Wanted::Email).or_else(|| submission.problem(Field::Email, texts)),
            oninput: move |text| put((Wanted::Email, text)),
        }
    }
}

/// Why the button does nothing yet.
#[component]
fn Missing(missing: Vec<Wanted>) -> Element {
    let texts = use_texts();
    let email = missing.contains(&Wanted::Email);
    let names = (missing.len() - usize::from(email)) as u64;
    rsx! {
        p { class: "hint", id: MISSING,
            if names > 0 {
                "{texts.deletion_missing_names(names)} "
            }
            if email {
                {texts.deletion_missing_email()}
            }
        }
    }
}
