//! One session.

use dioxus::prelude::*;
use domain::security::SessionSummary;
use server::rpc::security::end_session;

use super::card::CARD;
use crate::{
    features::{
        security::{
            place::{PlaceRow, from_where, line, place_name},
            state::use_security,
        },
        shell::use_step_up,
        submission::use_submission,
    },
    platform,
    state::use_texts,
};

/// What it is and since when. The one that looks has its own way out, in the card above.
#[component]
pub fn SessionRow(session: SessionSummary) -> Element {
    let texts = use_texts();
    let (security, step_up) = (use_security(), use_step_up());
    let ending = use_submission("");
    let id = session.id;
    let name = place_name(texts, &session.client, session.desktop);
    let ended = name.clone();
    let end = move |()| {
        let ended = ended.clone();
        ending.start(async move {
            match step_up.run(|| end_session(id)).await {
                Ok(()) => {
                    platform::focus(CARD);
                    security.say(texts.session_ended(&ended));
                    security.refresh().await;
                }
                Err(error) => security.tell(&error),
            }
            Ok(())
        });
    };
    let active = texts.session_active(&session.last_active_at.date_time(texts));
    let facts = vec![
        line([from_where(texts, &session.address), Some(active)]),
        texts.session_began(&session.signed_in_at.date_time(texts)),
    ];
    rsx! {
        PlaceRow {
            name: name.clone(),
            desktop: session.desktop,
            chip: session.current.then(|| texts.session_this()),
            facts,
            action: texts.session_end(),
            action_named: texts.session_end_named(&name),
            actionable: !session.current,
            busy: ending.busy(),
            onact: end,
        }
    }
}
