//! The list.

use dioxus::prelude::*;
use domain::security::SessionSummary;
use server::rpc::security::end_other_sessions;

use super::{everywhere::EverywhereDialog, row::SessionRow};
use crate::{
    components::Card,
    features::{
        security::{place::AllButton, state::use_security},
        shell::use_step_up,
        submission::use_submission,
    },
    platform,
    state::use_texts,
};

/// The id of the card.
pub const CARD: &str = "sessions";

/// All sessions, and the ways to end several.
#[component]
pub fn SessionsCard(sessions: Vec<SessionSummary>) -> Element {
    let texts = use_texts();
    let (security, step_up) = (use_security(), use_step_up());
    let ending = use_submission("");
    let mut asked = use_signal(|| false);
    let others = sessions.iter().any(|session| !session.current);
    let end_others = move |()| {
        ending.start(async move {
            match step_up.run(end_other_sessions).await {
                Ok(()) => {
                    platform::focus(CARD);
                    security.say(texts.sessions_others_ended());
                    security.refresh().await;
                }
                Err(error) => security.tell(&error),
            }
            Ok(())
        });
    };
    rsx! {
        Card {
            id: CARD,
            title: texts.sessions_title(),
            description: texts.sessions_text(),
            focusable: true,
            flush: true,
            footer: rsx! {
                div { class: "actions",
                    if others {
                        AllButton { label: texts.sessions_end_others(), busy: ending.busy(), onact: end_others }
                    }
                    AllButton {
                        label: texts.sessions_end_all(),
                        danger: true,
                        busy: false,
                        onact: move |()| asked.set(true),
                    }
                }
            },
            ul { class: "card-list",
                for session in sessions {
                    SessionRow { key: "{session.id}", session }
                }
            }
        }
        EverywhereDialog { asked }
    }
}
