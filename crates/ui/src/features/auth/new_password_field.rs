//! The field for a new password, with the live checklist of its rules.

use dioxus::prelude::*;
use domain::Field;

use crate::{
    components::{PasswordChecklist, PasswordField},
    features::submission::Submission,
    state::{use_instance, use_texts},
};

/// The field. Ticks off the rules while the person types; a submit puts into `password` what a password
/// manager filled in unheard.
#[component]
pub fn NewPasswordField(submission: Submission, label: &'static str, password: Signal<String>) -> Element {
    let texts = use_texts();
    let problem = submission.problem(Field::Password, texts);
    rsx! {
        div { class: "stack stack-sm",
            PasswordField {
                id: Field::Password.key(),
                label,
                autocomplete: "new-password",
                show_label: texts.password_show(),
                rules: "password-rules",
                problem: problem.clone(),
                oninput: move |typed| {
                    submission.clear_field(Field::Password);
                    password.set(typed);
                },
            }
            PasswordChecklist {
                id: "password-rules",
                texts,
                policy: use_instance().password_policy,
                password: password(),
                checked: problem.is_some(),
            }
        }
    }
}
