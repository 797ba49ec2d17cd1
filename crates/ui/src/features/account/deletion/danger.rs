//! The guide's warning, and the way to the question.

use dioxus::prelude::*;
use domain::{AppError, ErrorCode};

use super::{points::SUBSCRIPTIONS, state::Deletion};
use crate::{
    components::{CardHeader, Icon, Shape},
    platform,
    state::use_texts,
};

/// What the ids begin with.
const ID: &str = "deletion-danger";
/// The id of what says why it can't be done.
const BLOCKED: &str = "deletion-blocked";

/// The card. While a subscription is `blocked` on, the button leads to it.
#[component]
pub fn DangerCard(blocked: bool, deletion: Deletion) -> Element {
    let texts = use_texts();
    let onclick = move |_| {
        if blocked {
            platform::focus(SUBSCRIPTIONS);
        } else {
            deletion.ask();
        }
    };
    rsx! {
        section { class: "card card-danger", "aria-labelledby": "{ID}-title",
            CardHeader { id: ID, title: texts.deletion_title() }
            div { class: "card-body",
                p { {texts.account_delete_text()} }
            }
            div { class: "card-footer",
                if blocked {
                    p { class: "card-note", id: BLOCKED,
                        Icon { shape: Shape::Warning, small: true }
                        {AppError::new(ErrorCode::SubscriptionActive).text(texts)}
                    }
                }
                div { class: "actions",
                    button {
                        class: "button button-danger",
                        r#type: "button",
                        "aria-disabled": blocked.then_some("true"),
                        "aria-describedby": blocked.then_some(BLOCKED),
                        onclick,
                        {texts.delete_action()}
                    }
                }
            }
        }
    }
}
