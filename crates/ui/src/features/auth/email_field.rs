//! The field for the address, on every page that asks for it.

use dioxus::prelude::*;
use domain::Field;

use crate::{
    components::TextField,
    features::submission::Submission,
    state::{use_app_state, use_texts},
};

/// Begins with what was typed on the page before, so that nobody types an address twice.
#[component]
pub fn EmailField(
    submission: Submission,
    /// What a password manager should put here: `username` of an account that is there, `email` of a new one.
    #[props(default = "username")]
    autocomplete: &'static str,
    #[props(default)] hint: Option<&'static str>,
    /// What was typed into the form before, where only the server knows it.
    #[props(default)]
    sent: Option<String>,
) -> Element {
    let texts = use_texts();
    let typed = use_app_state().email.peek().clone();
    let typed = Some(typed).filter(|typed| !typed.is_empty()).or(sent);
    rsx! {
        TextField {
            id: Field::Email.key(),
            label: texts.email(),
            r#type: "email",
            autocomplete,
            inputmode: "email",
            initial: typed,
            maxlength: 254,
            required: true,
            hint,
            problem: submission.problem(Field::Email, texts),
            oninput: move |_| submission.clear_field(Field::Email),
        }
    }
}
