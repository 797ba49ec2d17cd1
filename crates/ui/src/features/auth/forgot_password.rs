//! The page that asks for the address of a forgotten password.

use dioxus::prelude::*;
use domain::{
    AppError,
    identity::{Email, FlowId},
};
use server::rpc::{RpcError, auth::forgot_password};

use super::{
    email_field::EmailField,
    frame::{AuthPage, AuthSubmit, BackToLogin},
};
use crate::{
    features::submission::{SubmissionBanner, text_of, use_submission},
    routes::Route,
    state::{use_app_state, use_texts},
};

/// `/forgot-password`
#[component]
pub fn ForgotPasswordPage() -> Element {
    let texts = use_texts();
    let state = use_app_state();
    let navigator = use_navigator();
    let submission = use_submission("");
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let email = text_of(&event, "email");
        submission.start(async move {
            let mut address = state.email;
            address.set(email.trim().to_owned());
            let flow = begin(email).await?;
            navigator.push(Route::ResetPassword { flow: flow.to_string() });
            Ok(())
        });
    };
    rsx! {
        AuthPage {
            title: texts.forgot_title(),
            lead: rsx! { {texts.forgot_lead()} },
            foot: rsx! {
                BackToLogin { label: texts.forgot_back() }
            },
            SubmissionBanner { submission }
            form { class: "form", method: "post", action: "/forgot-password", novalidate: true, onsubmit,
                EmailField { submission }
                AuthSubmit { label: texts.forgot_submit(), busy: submission.busy() }
            }
        }
    }
}

async fn begin(email: String) -> Result<FlowId, AppError> {
    Email::parse(&email)?;
    forgot_password(email).await.map_err(|RpcError(error)| error)
}
