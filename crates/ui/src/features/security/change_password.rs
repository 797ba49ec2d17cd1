//! Another password for who knows the one before.

use dioxus::prelude::*;
use domain::{
    AppError, Field, Problem,
    identity::{Password as Secret, PasswordPolicy},
};
use server::rpc::security::change_password;

use super::{password::PasswordCard, state::use_security};
use crate::{
    components::{Dialog, PasswordChecklist, PasswordField, SubmitButton},
    features::{
        shell::use_step_up,
        submission::{Submission, SubmissionBanner, all_of, text_of, use_submission},
    },
    state::{use_instance, use_me, use_texts},
};

const CURRENT: &str = "change-currentPassword";
const NEW: &str = "change-password";

/// The card and the dialog that it opens.
#[component]
pub fn Password() -> Element {
    let texts = use_texts();
    let submission = use_submission("change-");
    let mut changing = use_signal(|| false);
    rsx! {
        PasswordCard {
            action: rsx! {
                button { class: "button", r#type: "button", onclick: move |_| changing.set(true),
                    {texts.password_change()}
                }
            },
        }
        Dialog { id: "change", open: changing,
            oncancel: move |()| submission.leave(move || changing.set(false)),
            ChangeForm { changing, submission }
        }
    }
}

#[component]
fn ChangeForm(changing: Signal<bool>, submission: Submission) -> Element {
    let texts = use_texts();
    let security = use_security();
    let step_up = use_step_up();
    let policy = use_instance().password_policy;
    let mut typed = use_signal(String::new);
    let mut changing = changing;
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let (current, password) = (text_of(&event, "current"), text_of(&event, "password"));
        typed.set(password.clone());
        let (current, password) = (Secret::new(current), Secret::new(password));
        submission.start(async move {
            check(policy, &current, &password)?;
            step_up.run(|| change_password(current.clone(), password.clone())).await?;
            security.refresh().await;
            security.say(texts.password_changed());
            changing.set(false);
            Ok(())
        });
    };
    let email = use_me().read().email.clone();
    let problem = submission.problem(Field::Password, texts);
    rsx! {
        form { class: "dialog-body", method: "post", novalidate: true, onsubmit,
            div {
                h2 { class: "dialog-title", id: "change-title", {texts.password_change()} }
                p { class: "dialog-text", id: "change-text", {texts.password_change_text()} }
            }
            SubmissionBanner { submission }
            // For password managers: whose password this is.
            input { r#type: "hidden", name: "email", autocomplete: "username", value: email }
            PasswordField {
                id: CURRENT,
                name: "current",
                label: texts.current_password(),
                autocomplete: "current-password",
                show_label: texts.current_password_show(),
                autofocus: true,
                problem: submission.problem(Field::CurrentPassword, texts),
                oninput: move |_| submission.clear_field(Field::CurrentPassword),
            }
            div { class: "stack stack-sm",
                PasswordField {
                    id: NEW,
                    label: texts.new_password(),
                    autocomplete: "new-password",
                    show_label: texts.new_password_show(),
                    rules: "change-rules",
                    problem: problem.clone(),
                    oninput: move |text| {
                        submission.clear_field(Field::Password);
                        typed.set(text);
                    },
                }
                PasswordChecklist { id: "change-rules", texts, policy, password: typed(), checked: problem.is_some() }
            }
            div { class: "actions",
                button { class: "button", r#type: "button",
                    onclick: move |_| submission.leave(move || changing.set(false)),
                    {texts.cancel()}
                }
                SubmitButton { label: texts.password_change(), busy: submission.busy() }
            }
        }
    }
}

fn check(policy: PasswordPolicy, current: &Secret, password: &Secret) -> Result<(), AppError> {
    let present = if current.expose().is_empty() {
        Err(AppError::field(Field::CurrentPassword, Problem::Required))
    } else {
        Ok(())
    };
    all_of([present, policy.check(password)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_fields_are_marked_at_once() {
        let check = |current: &str, password: &str| {
            let checked = check(PasswordPolicy::Guide, &Secret::new(current), &Secret::new(password));
            checked.map_err(|error| error.fields.iter().map(|error| error.field).collect::<Vec<_>>())
        };
        assert_eq!(check("", "short"), Err(vec![Field::CurrentPassword, Field::Password]));
        assert_eq!(check("old", "Abcdef1!"), Ok(()));
    }
}
