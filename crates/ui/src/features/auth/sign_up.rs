//! The sign-up page.

use dioxus::prelude::*;
use domain::{
    AppError,
    identity::{Email, FlowId, Password, PasswordPolicy},
};
use server::rpc::{RpcError, auth::sign_up};

use super::{
    email_field::EmailField,
    frame::{AuthPage, AuthSubmit, BackToLogin},
    new_password_field::NewPasswordField,
};
use crate::{
    features::submission::{SubmissionBanner, all_of, text_of, use_submission},
    routes::Route,
    state::{use_app_state, use_instance, use_texts},
};

/// `/sign-up`
#[component]
pub fn SignUpPage() -> Element {
    let texts = use_texts();
    let state = use_app_state();
    let policy = use_instance().password_policy;
    let navigator = use_navigator();
    let submission = use_submission("");
    let mut password = use_signal(String::new);
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let (email, typed) = (text_of(&event, "email"), text_of(&event, "password"));
        password.set(typed.clone());
        submission.start(async move {
            let mut address = state.email;
            address.set(email.trim().to_owned());
            let flow = begin(policy, email, Password::new(typed)).await?;
            navigator.push(Route::Confirm { flow: flow.to_string() });
            Ok(())
        });
    };
    rsx! {
        AuthPage {
            title: texts.sign_up_title(),
            foot: rsx! {
                "{texts.sign_up_known()} "
                BackToLogin { label: texts.log_in() }
            },
            SubmissionBanner { submission }
            form { class: "form", method: "post", action: "/sign-up", novalidate: true, onsubmit,
                EmailField { submission, autocomplete: "email", hint: texts.sign_up_email_hint() }
                NewPasswordField { submission, label: texts.password(), password }
                AuthSubmit { label: texts.sign_up_submit(), busy: submission.busy() }
            }
        }
    }
}

async fn begin(policy: PasswordPolicy, email: String, password: Password) -> Result<FlowId, AppError> {
    all_of([Email::parse(&email).map(drop), policy.check(&password)])?;
    sign_up(email, password).await.map_err(|RpcError(error)| error)
}
