//! The way to say something, before leaving or not.

use dioxus::prelude::*;
use domain::support::FEEDBACK;

use crate::{components::CardHeader, routes::Route, state::use_texts};

/// The card.
#[component]
pub fn FeedbackCard() -> Element {
    let texts = use_texts();
    rsx! {
        section { class: "card", "aria-labelledby": "feedback-title",
            CardHeader {
                id: "feedback",
                title: texts.feedback(),
                description: texts.feedback_text(),
                action: rsx! {
                    Link { class: "button", to: Route::Support { category: Some(FEEDBACK.to_owned()) },
                        {texts.feedback()}
                    }
                },
            }
        }
    }
}
