//! What the person asked before, and what became of it.

use dioxus::prelude::*;
use domain::support::SupportRequest;

use super::words::StateBadge;
use crate::{
    components::{Card, Icon, Shape},
    features::shell::GuardedLink,
    routes::Route,
    state::use_texts,
};

/// The card's id.
const ID: &str = "support-requests";

/// The list, the latest first.
#[component]
pub fn Requests(all: Vec<SupportRequest>) -> Element {
    let texts = use_texts();
    rsx! {
        Card { id: ID, title: texts.support_requests(), description: texts.support_requests_text(), flush: true,
            if all.is_empty() {
                div { class: "empty",
                    span { class: "emblem",
                        Icon { shape: Shape::Help }
                    }
                    h3 { {texts.support_requests_empty()} }
                    p { {texts.support_requests_empty_text()} }
                }
            } else {
                ul { class: "card-list", role: "list", "aria-labelledby": "{ID}-title",
                    for request in all {
                        Row { key: "{request.reference}", request }
                    }
                }
            }
        }
    }
}

#[component]
fn Row(request: SupportRequest) -> Element {
    let texts = use_texts();
    let SupportRequest { reference, category, title, state, created_at, .. } = request;
    let to = Route::SupportRequest { reference: reference.clone() };
    rsx! {
        li { class: "list-item",
            div { class: "list-main",
                div { class: "list-title",
                    h3 {
                        GuardedLink { class: "table-link", to, "{title}" }
                    }
                    StateBadge { state }
                }
                p { class: "list-meta", "{reference} · {category} · {created_at.date(texts)}" }
            }
        }
    }
}
