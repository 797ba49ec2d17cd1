//! The pages of a sign-in whose password was right: the second step, or the new password that an administrator
//! asked for. Which of them it is the server knows, whatever the address says.

use dioxus::prelude::*;
use domain::{AppError, ErrorCode};
use server::rpc::auth::pending_sign_in;

use super::{
    frame::{AuthPage, BackToLogin},
    new_password::NewPasswordForm,
    two_factor::TwoFactorForm,
    way_on::begin_anew,
};
use crate::{
    components::{Banner, FieldSkeleton, Icon, Kind, Shape},
    features::data::use_data,
    platform,
    routes::TwoFactorQuery,
    state::use_texts,
};

/// `/two-factor` and `/new-password`
#[component]
pub fn PendingPage(query: TwoFactorQuery) -> Element {
    rsx! {
        SuspenseBoundary {
            fallback: |_| rsx! { Skeleton {} },
            Loader { query }
        }
    }
}

#[component]
fn Loader(query: TwoFactorQuery) -> Element {
    let mut pending = use_data(pending_sign_in)?;
    // One form may follow the other at the same address.
    let onchange = move |()| pending.restart();
    match pending() {
        Ok(pending) if pending.methods.is_empty() => {
            rsx! { NewPasswordForm { email: pending.email, next: query.next, onchange } }
        }
        Ok(pending) => rsx! { TwoFactorForm { pending, query, onchange } },
        Err(error) => rsx! { Failed { error, next: query.next, onretry: onchange } },
    }
}

/// There is no sign-in under way, or nobody can say.
#[component]
fn Failed(error: AppError, next: Option<String>, onretry: EventHandler<()>) -> Element {
    let texts = use_texts();
    let navigator = use_navigator();
    let too_late = error.code == ErrorCode::SignedOut;
    platform::use_status(error.code.status());
    use_effect(move || {
        if too_late {
            navigator.replace(begin_anew(next.clone()));
        }
    });
    rsx! {
        AuthPage {
            title: texts.log_in(),
            foot: rsx! {
                BackToLogin { label: texts.forgot_back() }
            },
            // Too late is read only without JavaScript; with it the login page says it.
            if too_late {
                Banner { kind: Kind::Info, text: texts.notice_too_late() }
            } else {
                Banner { kind: Kind::Danger, text: error.text(texts) }
                button { class: "button button-block", r#type: "button", onclick: move |_| onretry.call(()),
                    Icon { shape: Shape::Retry, small: true }
                    {texts.retry()}
                }
            }
        }
    }
}

/// The page while it is not known what the sign-in is waiting for.
#[component]
fn Skeleton() -> Element {
    let texts = use_texts();
    rsx! {
        AuthPage {
            title: texts.log_in(),
            foot: rsx! {
                BackToLogin { label: texts.forgot_back() }
            },
            p { class: "visually-hidden", role: "status", {texts.loading()} }
            FieldSkeleton { label: texts.email() }
        }
    }
}
