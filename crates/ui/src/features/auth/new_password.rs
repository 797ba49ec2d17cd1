//! The page that sets the new password that an administrator asked for, in the middle of a sign-in.

use dioxus::prelude::*;
use domain::{
    AppError,
    identity::{Password, PasswordPolicy, SignedIn},
};
use server::rpc::auth::set_new_password;

use super::{
    frame::{AuthPage, AuthSubmit, BackToLogin},
    new_password_field::NewPasswordField,
    way_on::{carry, follow},
};
use crate::{
    components::{Emphasised, PART},
    features::submission::{SubmissionBanner, text_of, use_submission},
    state::{use_instance, use_texts},
};

/// The form, and then on with the sign-in.
#[component]
pub fn NewPasswordForm(email: String, next: Option<String>, onchange: EventHandler<()>) -> Element {
    let texts = use_texts();
    let policy = use_instance().password_policy;
    let navigator = use_navigator();
    let submission = use_submission("");
    let mut password = use_signal(String::new);
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let typed = text_of(&event, "password");
        password.set(typed.clone());
        let next = next.clone();
        submission.start(async move {
            let outcome = send(policy, Password::new(typed)).await?;
            let to_here = matches!(outcome, Some(SignedIn::SecondStep { .. }));
            follow(navigator, next, outcome.as_ref());
            if to_here {
                onchange.call(());
            }
            Ok(())
        });
    };
    rsx! {
        AuthPage {
            title: texts.reset_title(),
            lead: rsx! { Emphasised { text: texts.new_password_lead(PART), part: email.clone() } },
            foot: rsx! {
                BackToLogin { label: texts.second_step_other_person() }
            },
            SubmissionBanner { submission }
            form { class: "form", method: "post", action: "/new-password", novalidate: true, onsubmit,
                // For password managers: whose password this is.
                input { r#type: "hidden", name: "email", autocomplete: "username", value: email }
                NewPasswordField { submission, label: texts.new_password(), password }
                AuthSubmit { label: texts.reset_submit(), busy: submission.busy() }
            }
        }
    }
}

async fn send(policy: PasswordPolicy, password: Password) -> Result<Option<SignedIn>, AppError> {
    policy.check(&password)?;
    carry(set_new_password(password)).await
}
