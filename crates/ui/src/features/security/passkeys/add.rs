//! A new passkey: the browser makes it, then the person names it.

use dioxus::prelude::*;
use domain::{AppError, Field, Texts, security::PasskeyRequest, token::checked_name};
use server::rpc::passkeys::{begin_passkey, finish_passkey};

use super::card::CARD;
use crate::{
    components::{Dialog, Icon, Shape, SubmitButton, TextField},
    features::{
        confirm::close_onto,
        security::state::use_security,
        shell::{StepUp, use_step_up},
        submission::{Submission, SubmissionBanner, text_of, use_submission},
    },
    platform,
    state::use_texts,
};

/// The id of the dialog.
const ID: &str = "name-passkey";
/// The field for the name.
const NAME: &str = "passkey-name";

/// A passkey that the browser made and the server does not know yet.
#[derive(Clone, PartialEq)]
pub struct Unnamed {
    request: PasskeyRequest,
    answer: String,
}

/// Has the browser make one. Keeps its place until it is `known` whether the browser can.
#[component]
pub fn AddButton(unnamed: Signal<Option<Unnamed>>, known: bool) -> Element {
    let texts = use_texts();
    let (security, step_up) = (use_security(), use_step_up());
    let adding = use_submission("");
    let mut unnamed = unnamed;
    let add = move |_| {
        adding.start(async move {
            match make(step_up).await {
                // Nothing when the person closed the browser's question.
                Ok(made) => unnamed.set(made),
                Err(error) => security.tell(&error),
            }
            Ok(())
        });
    };
    rsx! {
        button {
            class: "button",
            r#type: "button",
            "data-unknown": (!known).then_some("true"),
            "aria-disabled": adding.busy().then_some("true"),
            "aria-busy": adding.busy().then_some("true"),
            onclick: add,
            if adding.busy() {
                span { class: "spinner", "aria-hidden": "true" }
            } else {
                Icon { shape: Shape::Plus, small: true }
            }
            {texts.passkey_add()}
        }
    }
}

async fn make(step_up: StepUp) -> Result<Option<Unnamed>, AppError> {
    let request = step_up.run(begin_passkey).await?;
    let answer = platform::create_passkey(&request.options).await?;
    Ok(answer.map(|answer| Unnamed { request, answer }))
}

/// Asks for its name. `names` are those that are taken.
#[component]
pub fn NameDialog(unnamed: Signal<Option<Unnamed>>, names: Vec<String>) -> Element {
    let submission = use_submission("passkey-");
    let mut unnamed = unnamed;
    let open = use_memo(move || unnamed.read().is_some());
    rsx! {
        Dialog { id: ID, open, oncancel: move |()| submission.leave(move || unnamed.set(None)),
            if let Some(made) = unnamed() {
                NameForm { made, unnamed, names, submission }
            }
        }
    }
}

#[component]
fn NameForm(
    made: Unnamed,
    unnamed: Signal<Option<Unnamed>>,
    names: Vec<String>,
    submission: Submission,
) -> Element {
    let texts = use_texts();
    let (security, step_up) = (use_security(), use_step_up());
    let mut unnamed = unnamed;
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let (typed, Unnamed { request, answer }) = (text_of(&event, NAME), made.clone());
        submission.start(async move {
            let name = checked_name(&typed)?;
            let added =
                step_up.run(|| finish_passkey(request.ceremony, answer.clone(), name.clone())).await?;
            security.refresh().await;
            security.say(texts.passkey_added_done(&added.name));
            close_onto(ID, CARD);
            unnamed.set(None);
            Ok(())
        });
    };
    rsx! {
        form { class: "dialog-body", method: "post", novalidate: true, onsubmit,
            div {
                h2 { class: "dialog-title", id: "{ID}-title", {texts.passkey_name_title()} }
                p { class: "dialog-text", id: "{ID}-text", {texts.passkey_name_text()} }
            }
            SubmissionBanner { submission }
            TextField {
                id: NAME,
                label: texts.passkey_name(),
                initial: next_name(texts, &names),
                required: true,
                problem: submission.problem(Field::Name, texts),
                oninput: move |_| submission.clear_field(Field::Name),
            }
            div { class: "actions",
                button { class: "button", r#type: "button",
                    onclick: move |_| submission.leave(move || unnamed.set(None)),
                    {texts.cancel()}
                }
                SubmitButton { label: texts.passkey_add(), busy: submission.busy() }
            }
        }
    }
}

/// The first of "Passkey 1", "Passkey 2" and so on that is free.
fn next_name(texts: Texts, names: &[String]) -> String {
    let name = |number: usize| texts.passkey_default_name(&number.to_string());
    (1..=names.len()).map(name).find(|name| !names.contains(name)).unwrap_or_else(|| name(names.len() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_free_is_offered() {
        let next = |names: &[&str]| {
            next_name(Texts::default(), &names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(next(&[]), "Passkey 1");
        assert_eq!(next(&["Passkey 1", "Phone"]), "Passkey 2");
        assert_eq!(next(&["Passkey 2"]), "Passkey 1");
    }
}
