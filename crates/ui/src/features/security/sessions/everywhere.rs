//! The way out of every session at once, this one too.

use dioxus::prelude::*;
use server::rpc::security::end_all_sessions;

use crate::{
    features::{confirm::ConfirmDialog, shell::use_step_up, submission::use_submission},
    platform,
    routes::Route,
    state::{use_app_state, use_texts},
};

/// The question. After it the person is at the login page.
#[component]
pub fn EverywhereDialog(asked: Signal<bool>) -> Element {
    let texts = use_texts();
    let state = use_app_state();
    let step_up = use_step_up();
    let navigator = use_navigator();
    let submission = use_submission("");
    let mut asked = asked;
    let onconfirm = move |_| {
        submission.start(async move {
            step_up.run(end_all_sessions).await?;
            platform::forget_sign_in().await;
            state.forget_person();
            navigator.replace(Route::login_notice("signed_out"));
            Ok(())
        });
    };
    rsx! {
        ConfirmDialog {
            id: "everywhere",
            open: asked,
            title: texts.sessions_end_all_title(),
            text: texts.sessions_end_all_text(),
            action: texts.sessions_end_all(),
            danger: true,
            submission,
            onconfirm,
            oncancel: move |()| asked.set(false),
        }
    }
}
