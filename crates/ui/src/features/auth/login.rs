//! The login page. Works without JavaScript: the form posts itself to `/login`, which answers with
//! a redirect, on failure back here with the error's name.

use dioxus::prelude::*;
use domain::{
    AppError, ErrorCode, Field,
    identity::{Email, Password, SignedIn},
};
use serde::{
    Deserialize,
    de::{IntoDeserializer, value},
};
use server::rpc::{RpcError, auth::sign_in};

use super::{email_field::EmailField, frame::AuthPage};
use crate::{
    components::{Banner, Kind, PasswordField, SubmitButton},
    features::submission::{SubmissionBanner, all_of, text_of, use_submission},
    platform,
    routes::{LoginQuery, Route},
    state::{use_app_state, use_texts},
};

/// `/login`
#[component]
pub fn LoginPage(query: LoginQuery) -> Element {
    let texts = use_texts();
    let state = use_app_state();
    let navigator = use_navigator();
    let submission = use_submission("");
    let next = query.next.clone();
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let (email, password) = (text_of(&event, "email"), Password::new(text_of(&event, "password")));
        let target = landing(next.as_deref());
        submission.start(async move {
            let mut typed = state.email;
            typed.set(email.trim().to_owned());
            match log_in(email, password).await? {
                SignedIn::Done { .. } => navigator.replace(target),
                SignedIn::ConfirmFirst { flow } => navigator.push(Route::Confirm { flow: flow.to_string() }),
            };
            Ok(())
        });
    };
    let sent_before = submission.busy() || submission.error().is_some();
    rsx! {
        AuthPage {
            title: texts.log_in(),
            lead: rsx! { {texts.log_in_lead()} },
            foot: rsx! {
                "{texts.log_in_new()} "
                Link { to: Route::SignUp, {texts.sign_up_title()} }
            },
            if sent_before {
                SubmissionBanner { submission }
            } else {
                Told { query: query.clone() }
            }
            form { class: "form", method: "post", action: "/forms/login", novalidate: true, onsubmit,
                if let Some(next) = query.next.clone() {
                    input { r#type: "hidden", name: "next", value: next }
                }
                EmailField { submission }
                PasswordField {
                    id: Field::Password.key(),
                    label: texts.password(),
                    autocomplete: "current-password",
                    show_label: texts.password_show(),
                    problem: submission.problem(Field::Password, texts),
                }
                div { class: "form-actions",
                    SubmitButton { label: texts.log_in(), busy: submission.busy(), block: true }
                    p { class: "form-link",
                        Link { to: Route::ForgotPassword, {texts.forgot_title()} }
                    }
                }
            }
        }
    }
}

/// What the page was told before it came: bad news from the form without JavaScript, or good news.
#[component]
fn Told(query: LoginQuery) -> Element {
    let texts = use_texts();
    if let Some(code) = query.problem.as_deref().and_then(error_code) {
        return rsx! { Banner { kind: Kind::Danger, text: AppError::new(code).text(texts) } };
    }
    match query.notice.as_deref() {
        Some("confirmed") => rsx! {
            Banner { kind: Kind::Success, title: texts.notice_confirmed(), text: texts.notice_confirmed_next() }
        },
        Some("password_changed") => rsx! {
            Banner {
                kind: Kind::Success,
                title: texts.notice_password_changed(),
                text: texts.notice_password_changed_next(),
            }
        },
        Some("signed_out") => rsx! { Banner { kind: Kind::Info, text: texts.notice_signed_out() } },
        _ => VNode::empty(),
    }
}

/// Checks, asks the server, keeps the session.
pub async fn log_in(email: String, password: Password) -> Result<SignedIn, AppError> {
    all_of([Email::parse(&email).map(drop), password.present()])?;
    let signed_in = sign_in(email, password).await.map_err(|RpcError(error)| error)?;
    if let SignedIn::Done { bearer } = &signed_in {
        platform::keep_sign_in(bearer.clone()).await;
    }
    Ok(signed_in)
}

/// The page after the login: one of ours, whatever the address says.
fn landing(next: Option<&str>) -> Route {
    match next.unwrap_or_default().parse::<Route>() {
        Ok(route) if route.is_private() => route,
        _ => Route::Profile,
    }
}

/// The error with this name.
fn error_code(name: &str) -> Option<ErrorCode> {
    let name: value::StrDeserializer<'_, value::Error> = name.into_deserializer();
    ErrorCode::deserialize(name).ok()
}
