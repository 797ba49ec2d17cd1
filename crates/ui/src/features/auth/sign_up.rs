//! The sign-up page.

use dioxus::prelude::*;
use domain::{
    AppError, Field,
    identity::{Email, FlowId, Password, PasswordPolicy},
};
use server::rpc::{RpcError, auth::sign_up};

use super::{
    email_field::EmailField,
    frame::{AuthPage, BackToLogin},
};
use crate::{
    components::{PasswordChecklist, PasswordField, SubmitButton},
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
    let problem = submission.problem(Field::Password, texts);
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
                div { class: "stack stack-sm",
                    PasswordField {
                        id: Field::Password.key(),
                        label: texts.password(),
                        autocomplete: "new-password",
                        show_label: texts.password_show(),
                        rules: "password-rules",
                        problem: problem.clone(),
                        oninput: move |typed| password.set(typed),
                    }
                    PasswordChecklist {
                        id: "password-rules",
                        texts,
                        policy,
                        password: password(),
                        checked: problem.is_some(),
                    }
                }
                SubmitButton { label: texts.sign_up_submit(), busy: submission.busy(), block: true }
            }
        }
    }
}

async fn begin(policy: PasswordPolicy, email: String, password: Password) -> Result<FlowId, AppError> {
    all_of([Email::parse(&email).map(drop), policy.check(&password)])?;
    sign_up(email, password).await.map_err(|RpcError(error)| error)
}
