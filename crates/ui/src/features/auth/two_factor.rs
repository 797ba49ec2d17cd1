//! The page of a sign-in's second step. Works without JavaScript: the form posts itself to
//! `/forms/two-factor`, which answers with a redirect, on failure back here with the error's name.

use dioxus::prelude::*;
use domain::{
    identity::SignedIn,
    security::{PendingSignIn, SecondMethod},
};

use super::{
    frame::AuthPage,
    passkey::PasskeyButton,
    second_step::{SecondCode, SecondStepFields, Typed},
    told::told,
    way_on::follow,
};
use crate::{
    components::{Emphasised, PART, SubmitButton},
    features::submission::{Submission, SubmissionBanner, use_told_submission},
    routes::{LoginQuery, Route, TwoFactorQuery},
    state::use_texts,
};

/// The code's field.
const ID: &str = "code";

/// What the sign-in is waiting for, and the form that gives it.
#[component]
pub fn TwoFactorForm(pending: PendingSignIn, query: TwoFactorQuery, onchange: EventHandler<()>) -> Element {
    let texts = use_texts();
    let navigator = use_navigator();
    let submission = use_told_submission("", || told(query.problem.as_deref()));
    let trust = use_signal(|| false);
    let wanted = match query.method.as_deref() {
        Some(key) if key == SecondCode::Backup.key() => SecondCode::Backup,
        _ => SecondCode::Authenticator,
    };
    let kind = SecondCode::choose(&pending.methods, wanted);
    let next = query.next.clone();
    let onoutcome = use_callback(move |outcome: Option<SignedIn>| {
        let to_here = matches!(outcome, Some(SignedIn::SecondStep { .. } | SignedIn::NewPassword { .. }));
        follow(navigator, next.clone(), outcome.as_ref());
        if to_here {
            onchange.call(());
        }
    });
    rsx! {
        AuthPage {
            title: texts.two_factor_title(),
            lead: rsx! { Emphasised { text: kind.lead(texts, PART), part: pending.email.clone() } },
            foot: rsx! {
                Link { to: Route::Login(LoginQuery { next: query.next.clone(), ..LoginQuery::default() }),
                    {texts.second_step_other_person()}
                }
            },
            CodeForm { kind, submission, trust, next: query.next.clone(), onoutcome }
            if let Some(other) = kind.alternative(&pending.methods) {
                p { class: "form-link",
                    Link {
                        to: Route::TwoFactor(TwoFactorQuery {
                            next: query.next.clone(),
                            problem: None,
                            method: Some(other.key().to_owned()),
                        }),
                        onclick: move |_| submission.clear(),
                        {other.switch(texts)}
                    }
                }
            }
            if pending.methods.contains(&SecondMethod::Passkey) {
                PasskeyButton { label: texts.second_step_use_passkey(), trust: trust(), onoutcome }
            }
        }
    }
}

#[component]
fn CodeForm(
    kind: ReadSignal<SecondCode>,
    submission: Submission,
    trust: Signal<bool>,
    next: Option<String>,
    onoutcome: EventHandler<Option<SignedIn>>,
) -> Element {
    let texts = use_texts();
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let (typed, kind) = (Typed::of(&event, ID), kind());
        submission.start(async move {
            onoutcome.call(typed.send(kind).await?);
            Ok(())
        });
    };
    rsx! {
        SubmissionBanner { submission }
        form { class: "form", method: "post", action: "/forms/two-factor", novalidate: true, onsubmit,
            input { r#type: "hidden", name: "method", value: kind().key() }
            if let Some(next) = next {
                input { r#type: "hidden", name: "next", value: next }
            }
            SecondStepFields { id: ID, kind, submission, trust }
            SubmitButton { label: texts.log_in(), busy: submission.busy(), block: true }
        }
    }
}
