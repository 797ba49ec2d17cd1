//! The login page. Works without JavaScript: the form posts itself to `/login`, which answers with
//! a redirect, on failure back here with the error's name.

use dioxus::prelude::*;
use domain::{
    AppError, ErrorCode, Field,
    identity::{Email, Password, SignedIn},
};
use server::rpc::auth::sign_in;

use super::{
    email_field::EmailField,
    frame::AuthPage,
    passkey::PasskeyButton,
    told::told,
    way_on::{TOO_LATE, carry, follow},
};
use crate::{
    components::{Banner, Kind, PasswordField, SubmitButton},
    features::submission::{SubmissionBanner, all_of, text_of, use_told_submission},
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
    let sent = use_server_cached(platform::typed_address);
    let submission = use_told_submission("", || {
        told(query.problem.as_deref()).map(|error| marked(error, sent.as_deref()))
    });
    let next = query.next.clone();
    let onoutcome = use_callback(move |outcome: Option<SignedIn>| {
        follow(navigator, next.clone(), outcome.as_ref());
    });
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let (email, password) = (text_of(&event, "email"), Password::new(text_of(&event, "password")));
        submission.start(async move {
            let mut typed = state.email;
            typed.set(email.trim().to_owned());
            onoutcome.call(log_in(email, password).await?);
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
            } else if let Some(notice) = query.notice.clone() {
                Notice { notice }
            }
            form { class: "form", method: "post", action: "/forms/login", novalidate: true, onsubmit,
                if let Some(next) = query.next.clone() {
                    input { r#type: "hidden", name: "next", value: next }
                }
                EmailField { submission, sent }
                PasswordField {
                    id: Field::Password.key(),
                    label: texts.password(),
                    autocomplete: "current-password",
                    show_label: texts.password_show(),
                    problem: submission.problem(Field::Password, texts),
                    oninput: move |_| submission.clear_field(Field::Password),
                }
                div { class: "form-actions",
                    SubmitButton { label: texts.log_in(), busy: submission.busy(), block: true }
                    p { class: "form-link",
                        Link { to: Route::ForgotPassword, {texts.forgot_title()} }
                    }
                }
            }
            PasskeyButton { label: texts.log_in_passkey(), onoutcome,
                p { class: "divider", {texts.log_in_or()} }
            }
        }
    }
}

/// What is wrong with the form as it stands here again: with the address that was `sent`, without the password.
fn marked(error: AppError, sent: Option<&str>) -> AppError {
    if error.code != ErrorCode::Invalid {
        return error;
    }
    check(sent.unwrap_or_default(), &Password::default()).err().unwrap_or(error)
}

/// What has just happened elsewhere.
#[component]
fn Notice(notice: String) -> Element {
    let texts = use_texts();
    match notice.as_str() {
        "confirmed" => rsx! {
            Banner { kind: Kind::Success, title: texts.notice_confirmed(), text: texts.notice_confirmed_next() }
        },
        "password_changed" => rsx! {
            Banner {
                kind: Kind::Success,
                title: texts.notice_password_changed(),
                text: texts.notice_password_changed_next(),
            }
        },
        "account_deleted" => rsx! {
            Banner {
                kind: Kind::Success,
                title: texts.notice_account_deleted(),
                text: texts.notice_account_deleted_next(),
            }
        },
        "deletion_unheard" => rsx! {
            Banner {
                kind: Kind::Info,
                title: texts.notice_deletion_unheard(),
                text: texts.notice_deletion_unheard_next(),
            }
        },
        "signed_out" => rsx! { Banner { kind: Kind::Info, text: texts.notice_signed_out() } },
        TOO_LATE => rsx! { Banner { kind: Kind::Info, text: texts.notice_too_late() } },
        _ => VNode::empty(),
    }
}

/// Checks, asks the server, keeps what it answers.
///
/// # Errors
/// What is wrong with the fields, or the server's.
pub async fn log_in(email: String, password: Password) -> Result<Option<SignedIn>, AppError> {
    check(&email, &password)?;
    carry(sign_in(email, password)).await
}

fn check(email: &str, password: &Password) -> Result<(), AppError> {
    all_of([Email::parse(email).map(drop), password.present()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_comes_back_marks_what_it_lacks() {
        let fields = |sent: Option<&str>| {
            let error = marked(AppError::new(ErrorCode::Invalid), sent);
            error.fields.iter().map(|error| error.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(None), [Field::Email, Field::Password]);
        assert_eq!(fields(Some("ada@")), [Field::Email, Field::Password]);
        assert_eq!(fields(Some("ada@example.com")), [Field::Password]);
        let wrong = AppError::new(ErrorCode::WrongCredentials);
        assert_eq!(marked(wrong.clone(), None), wrong);
    }
}
