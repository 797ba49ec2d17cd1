//! The form: checks with the domain's rules, sends, and loses nothing on the way.

use dioxus::prelude::*;
use domain::{
    AppError, ErrorCode, Field,
    support::{DESCRIPTION_MAX, SupportDraft, SupportRequest},
};
use server::rpc::{RpcError, support::submit_support};
use uuid::Uuid;

use super::{
    category::CategoryField,
    draft::{Draft, PREFIX, id_of, use_draft},
    screenshot::{Chosen, Screenshot, ScreenshotField, use_chosen},
};
use crate::{
    components::{CardHeader, SubmitButton, TextArea, TextField, Toasts},
    features::submission::{Submission, SubmissionBanner, use_submission},
    platform,
    state::{use_app_state, use_texts},
};

/// The card's id.
const ID: &str = "support-form";
/// How many lines of the description are seen at first.
const LINES: u8 = 8;

/// What is on its way or was: the same again has the same id, so that it is stored once however often it is
/// sent; something else has another.
#[derive(Clone, PartialEq)]
struct Attempt {
    id: Uuid,
    draft: SupportDraft,
    screenshot: Option<Screenshot>,
}

/// The form.
#[component]
pub fn SupportForm(
    categories: Vec<String>,
    /// The category that the address asks for.
    category: Option<String>,
    onsubmitted: EventHandler<SupportRequest>,
) -> Element {
    let texts = use_texts();
    let mut state = use_app_state();
    let toasts: Toasts = use_context();
    let draft = use_draft();
    let chosen = use_chosen();
    let submission = use_submission(PREFIX);
    let mut last = use_signal(|| None::<Attempt>);
    use_taken_up(draft, &categories, category.as_deref());
    let values = draft.values();
    let busy = submission.busy();
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        // What is wrong with the file stands under it.
        if chosen.is_refused() {
            platform::focus(id_of(Field::Screenshot));
            return;
        }
        // As they are now: the last letter may be younger than what was drawn last.
        let (values, screenshot) = (draft.values(), chosen.picture());
        submission.start(async move {
            let attempt = attempt(values.checked()?, screenshot, last.peek().as_ref());
            last.set(Some(attempt.clone()));
            let made = send(attempt).await.inspect_err(|error| {
                if error.code == ErrorCode::SignedOut {
                    state.signed_out.set(true);
                }
            })?;
            last.set(None);
            draft.discard();
            chosen.clear();
            onsubmitted.call(made);
            Ok(())
        });
    };
    let reset = move |_| {
        if submission.busy() {
            return;
        }
        submission.clear();
        chosen.clear();
        let before = draft.discard();
        if before.is_blank() {
            return;
        }
        toasts.undoable(texts.support_reset_done(), move || draft.put(before.clone()));
    };
    rsx! {
        form { class: "card", "aria-labelledby": "{ID}-title", method: "post", novalidate: true,
            "aria-busy": busy.then_some("true"),
            onsubmit,
            CardHeader { id: ID, title: texts.support_form(), description: texts.support_form_text() }
            div { class: "card-body form",
                Trouble { submission }
                Fields { categories, values, draft, submission, chosen }
            }
            div { class: "card-footer",
                div { class: "actions",
                    button { class: "button", r#type: "button", "aria-disabled": busy.then_some("true"),
                        onclick: reset,
                        {texts.support_reset()}
                    }
                    SubmitButton { label: texts.submit(), busy, live_only: true }
                }
            }
        }
    }
}

/// Begins with what is kept, and takes the category of each address that leads here.
fn use_taken_up(draft: Draft, categories: &[String], category: Option<&str>) {
    let category = category.map(str::to_owned);
    let categories = use_hook(|| categories.to_vec());
    use_effect(use_reactive!(|category| {
        let wanted = category.as_ref().filter(|category| categories.contains(category));
        draft.take_up(&categories, wanted.map(String::as_str));
    }));
}

/// What went wrong with all of it. A session that ended has its own dialog.
#[component]
fn Trouble(submission: Submission) -> Element {
    if submission.failed_with(ErrorCode::SignedOut) {
        return VNode::empty();
    }
    rsx! { SubmissionBanner { submission, title: use_texts().support_not_sent() } }
}

#[component]
fn Fields(
    categories: Vec<String>,
    values: SupportDraft,
    draft: Draft,
    submission: Submission,
    chosen: Chosen,
) -> Element {
    let texts = use_texts();
    let edit = use_callback(move |(field, typed): (Field, String)| {
        submission.clear_field(field);
        draft.edit(field, typed);
    });
    rsx! {
        CategoryField {
            categories,
            value: values.category,
            problem: submission.problem(Field::Category, texts),
            onchange: move |chosen| edit((Field::Category, chosen)),
        }
        TextField {
            id: id_of(Field::Title),
            label: texts.support_title(),
            hint: texts.support_title_hint(),
            value: values.title,
            problem: submission.problem(Field::Title, texts),
            oninput: move |typed| edit((Field::Title, typed)),
        }
        TextArea {
            id: id_of(Field::Description),
            label: texts.support_description(),
            hint: texts.support_description_hint(),
            rows: LINES,
            counter_label: texts.characters_used(),
            limit: DESCRIPTION_MAX,
            value: values.description,
            problem: submission.problem(Field::Description, texts),
            oninput: move |typed| edit((Field::Description, typed)),
        }
        ScreenshotField { chosen, submission }
    }
}

fn attempt(draft: SupportDraft, screenshot: Option<Screenshot>, last: Option<&Attempt>) -> Attempt {
    let same = last.filter(|last| last.draft == draft && last.screenshot == screenshot);
    Attempt { id: same.map_or_else(platform::random_id, |last| last.id), draft, screenshot }
}

async fn send(Attempt { id, draft, screenshot }: Attempt) -> Result<SupportRequest, AppError> {
    let file = screenshot.map(|screenshot| (*screenshot.file).clone());
    submit_support(id, draft, file).await.map_err(|RpcError(error)| error)
}
