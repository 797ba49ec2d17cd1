//! "It wasn't me": the pages behind the links in the mails about an account. To open one changes nothing, also
//! because mail programs open links unasked; only the button does.

use dioxus::prelude::*;
use domain::{AppError, ErrorCode, Field, identity::FlowId};
use server::rpc::{
    RpcError,
    auth::{secure_account, undo_email_change},
};

use super::frame::{AuthPage, AuthSubmit, BackToLogin};
use crate::{
    components::{Banner, Kind},
    features::submission::{SubmissionBanner, use_submission},
    routes::Route,
    state::use_texts,
};

/// What the mail was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// Anything else.
    NotMe,
    /// A change of the address, which is to be undone as well.
    UndoEmail,
}

impl Alarm {
    /// The page, without the link that led to it.
    fn route(self) -> Route {
        match self {
            Self::NotMe => Route::NotMe { link: String::new() },
            Self::UndoEmail => Route::UndoEmail { link: String::new() },
        }
    }

    async fn raise(self, link: String) -> Result<FlowId, AppError> {
        if link.is_empty() {
            return Err(AppError::new(ErrorCode::DeadLink));
        }
        let flow = match self {
            Self::NotMe => secure_account(link).await,
            Self::UndoEmail => undo_email_change(link).await,
        };
        flow.map_err(|RpcError(error)| error)
    }
}

/// `/not-me` and `/undo-email`
#[component]
pub fn AlarmPage(alarm: Alarm, link: String) -> Element {
    let texts = use_texts();
    let navigator = use_navigator();
    let submission = use_submission("");
    // It opens the account's way back, so it does not stay in the address bar and the history.
    let kept = use_signal(|| link.clone());
    use_effect(move || {
        if !link.is_empty() {
            navigator.replace(alarm.route());
        }
    });
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        submission.start(async move {
            let flow = alarm.raise(kept()).await?;
            navigator.replace(Route::ResetPassword { flow: flow.to_string() });
            Ok(())
        });
    };
    let (title, lead, label) = match alarm {
        Alarm::NotMe => (texts.not_me_title(), texts.not_me_lead(), texts.not_me_submit()),
        Alarm::UndoEmail => (texts.undo_email_title(), texts.undo_email_lead(), texts.undo_email_submit()),
    };
    let dead = submission.failed_with(ErrorCode::DeadLink) || kept.read().is_empty();
    rsx! {
        AuthPage {
            title,
            lead: (!dead).then(|| rsx! { {lead} }),
            foot: rsx! {
                BackToLogin { label: texts.forgot_back() }
            },
            if dead {
                Banner { kind: Kind::Danger, text: AppError::new(ErrorCode::DeadLink).text(texts) }
            } else {
                SubmissionBanner { submission }
                if let Some(problem) = submission.problem(Field::Email, texts) {
                    Banner { kind: Kind::Danger, text: problem }
                }
                form { class: "form", method: "post", novalidate: true, onsubmit,
                    AuthSubmit { label, busy: submission.busy() }
                }
            }
        }
    }
}
