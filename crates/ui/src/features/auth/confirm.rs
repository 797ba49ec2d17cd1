//! The page that asks for the code that confirms an address.

use dioxus::prelude::*;
use domain::{
    AppError, Field,
    identity::{Code, FlowId},
};
use server::rpc::{RpcError, auth::confirm};

use super::{
    frame::{AuthPage, AuthSubmit},
    resend::{ResendLink, ResendNotice, use_resend},
};
use crate::{
    components::{CodeField, Emphasised, PART},
    features::submission::{SubmissionBanner, text_of, use_submission},
    routes::Route,
    state::{use_app_state, use_texts},
};

/// `/confirm`
#[component]
pub fn ConfirmPage(flow: String) -> Element {
    let texts = use_texts();
    let state = use_app_state();
    let navigator = use_navigator();
    let submission = use_submission("");
    let resend = use_resend(&flow);
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let (flow, code) = (flow.clone(), text_of(&event, "code"));
        submission.start(async move {
            finish(&flow, &code).await?;
            navigator.replace(Route::login_notice("confirmed"));
            Ok(())
        });
    };
    let email = state.email.peek().clone();
    rsx! {
        AuthPage {
            title: texts.confirm_title(),
            lead: rsx! {
                if email.is_empty() {
                    {texts.confirm_lead_plain()}
                } else {
                    Emphasised { text: texts.confirm_lead(PART), part: email.clone() }
                }
            },
            foot: rsx! {
                Link { to: Route::SignUp, {texts.confirm_other()} }
            },
            SubmissionBanner { submission }
            ResendNotice { resend }
            form { class: "form", method: "post", action: "/confirm", novalidate: true, onsubmit,
                CodeField {
                    label: texts.code(),
                    hint: texts.code_hint(),
                    focused: true,
                    problem: submission.problem(Field::Code, texts),
                    oninput: move |()| submission.clear_field(Field::Code),
                }
                AuthSubmit { label: texts.confirm_submit(), busy: submission.busy() }
            }
            ResendLink { resend }
        }
    }
}

async fn finish(flow: &str, code: &str) -> Result<(), AppError> {
    let code = Code::parse(code)?;
    let flow = FlowId::parse(flow)?;
    confirm(flow, code.expose().to_owned()).await.map_err(|RpcError(error)| error)
}
