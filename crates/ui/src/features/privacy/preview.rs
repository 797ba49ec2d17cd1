//! The person as a fellow member sees them: what the server shows a member, not what the page guesses.

use dioxus::prelude::*;
use domain::{AppError, privacy::PrivacyPreview};
use server::rpc::{RpcError, privacy::preview_privacy};

use super::state::use_privacy;
use crate::{
    components::{Banner, Card, Icon, Kind, Shape},
    features::organisations::MemberProfileView,
    state::use_texts,
};

/// Where the preview appears.
const ID: &str = "preview-shown";

/// The card: a button, and below it the preview while it is wanted. It is read again after each change.
#[component]
pub fn PreviewCard() -> Element {
    let texts = use_texts();
    let privacy = use_privacy();
    let mut open = use_signal(|| false);
    let mut tries = use_signal(|| 0_u32);
    // What is asked for, and what came of it: a question that was overtaken is not answered any more.
    let asked = use_memo(move || open().then(|| (privacy.answers(), tries())));
    let mut found = use_signal(|| None);
    use_effect(move || {
        let Some(question) = asked() else {
            found.set(None);
            return;
        };
        spawn(async move {
            let answer = preview_privacy().await.map_err(|RpcError(error)| error);
            if *asked.peek() == Some(question) {
                found.set(Some((question, answer)));
            }
        });
    });
    let busy = open() && found.read().as_ref().map(|(question, _)| *question) != asked();
    let content = found.read().as_ref().map(|(_, answer)| answer.clone());
    rsx! {
        Card { id: "preview", title: texts.privacy_preview(), description: texts.privacy_preview_text(),
            div { class: "stack",
                button {
                    class: "button",
                    r#type: "button",
                    "aria-expanded": open(),
                    "aria-controls": open().then_some(ID),
                    onclick: move |_| open.toggle(),
                    Icon { shape: if open() { Shape::EyeOff } else { Shape::Eye }, small: true }
                    {texts.privacy_preview_action()}
                }
                if open() {
                    div { id: ID, "aria-busy": busy.then_some("true"),
                        Shown { content, onretry: move |()| tries += 1 }
                    }
                }
            }
        }
    }
}

#[component]
fn Shown(content: Option<Result<PrivacyPreview, AppError>>, onretry: EventHandler<()>) -> Element {
    let texts = use_texts();
    match content {
        Some(Ok(PrivacyPreview { profile, now })) => rsx! { MemberProfileView { profile, now } },
        Some(Err(error)) => rsx! {
            Banner { kind: Kind::Danger, text: error.text(texts),
                button { class: "button", r#type: "button", onclick: move |_| onretry.call(()),
                    Icon { shape: Shape::Retry, small: true }
                    {texts.retry()}
                }
            }
        },
        None => rsx! {
            p { class: "visually-hidden", role: "status", {texts.loading()} }
            div { class: "member", "aria-hidden": "true",
                span { class: "skeleton skeleton-title" }
                span { class: "skeleton skeleton-text" }
                span { class: "skeleton skeleton-text" }
            }
        },
    }
}
