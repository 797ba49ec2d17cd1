//! The page that sets a new password with the code from the mail.

use dioxus::prelude::*;
use domain::{
    AppError, Field,
    identity::{Code, FlowId, Password, PasswordPolicy},
};
use server::rpc::{RpcError, auth::reset_password};

use super::{
    frame::{AuthPage, AuthSubmit, BackToLogin},
    new_password_field::NewPasswordField,
    resend::{ResendLink, ResendNotice, use_resend},
};
use crate::{
    components::{CodeField, Emphasised, PART},
    features::submission::{SubmissionBanner, all_of, text_of, use_submission},
    routes::Route,
    state::{use_app_state, use_instance, use_texts},
};

/// `/reset-password`
#[component]
pub fn ResetPasswordPage(flow: String) -> Element {
    let texts = use_texts();
    let state = use_app_state();
    let policy = use_instance().password_policy;
    let navigator = use_navigator();
    let submission = use_submission("");
    let resend = use_resend(&flow);
    let mut password = use_signal(String::new);
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let (flow, code, typed) = (flow.clone(), text_of(&event, "code"), text_of(&event, "password"));
        password.set(typed.clone());
        submission.start(async move {
            finish(policy, &flow, &code, Password::new(typed)).await?;
            navigator.replace(Route::login_notice("password_changed"));
            Ok(())
        });
    };
    let email = state.email.peek().clone();
    rsx! {
        AuthPage {
            title: texts.reset_title(),
            lead: rsx! {
                if email.is_empty() {
                    {texts.reset_lead_plain()}
                } else {
                    Emphasised { text: texts.reset_lead(PART), part: email.clone() }
                }
            },
            foot: rsx! {
                BackToLogin { label: texts.forgot_back() }
            },
            SubmissionBanner { submission }
            ResendNotice { resend }
            form { class: "form", method: "post", action: "/reset-password", novalidate: true, onsubmit,
                // For password managers: whose password this is.
                input { r#type: "hidden", name: "email", autocomplete: "username", value: email.clone() }
                CodeField {
                    label: texts.code(),
                    hint: texts.code_hint(),
                    focused: true,
                    problem: submission.problem(Field::Code, texts),
                    oninput: move |()| submission.clear_field(Field::Code),
                }
                NewPasswordField { submission, label: texts.new_password(), password }
                AuthSubmit { label: texts.reset_submit(), busy: submission.busy() }
            }
            ResendLink { resend }
        }
    }
}

async fn finish(policy: PasswordPolicy, flow: &str, code: &str, password: Password) -> Result<(), AppError> {
    all_of([Code::parse(code).map(drop), policy.check(&password)])?;
    let code = Code::parse(code)?;
    let flow = FlowId::parse(flow)?;
    reset_password(flow, code.expose().to_owned(), password).await.map_err(|RpcError(error)| error)
}
