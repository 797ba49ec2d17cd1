//! The account in a few figures, each with the way to what it counts.

use dioxus::prelude::*;
use domain::account::AccountSummary;

use crate::{components::Card, routes::Route, state::use_texts};

/// The id of the card.
const CARD: &str = "account";

/// The card.
#[component]
pub fn SummaryCard(summary: AccountSummary) -> Element {
    let texts = use_texts();
    let AccountSummary { email, created_at, organisations, tokens, sessions } = summary;
    rsx! {
        Card { id: CARD, title: texts.personal_account(), description: texts.account_description(),
            dl { class: "facts",
                Fact { name: texts.email(), {email} }
                Fact { name: texts.member_since(), {created_at.date(texts)} }
                Fact { name: texts.organisations(),
                    Link { to: Route::Organisations, {texts.account_organisations(organisations)} }
                }
                Fact { name: texts.api_keys(),
                    Link { to: Route::Keys, {texts.account_keys(tokens)} }
                }
                Fact { name: texts.sessions_title(),
                    Link { to: Route::Security, {texts.account_places(sessions)} }
                }
            }
        }
    }
}

/// The card while its figures are on their way.
#[component]
pub fn SummarySkeleton() -> Element {
    let texts = use_texts();
    let names = [
        texts.email(),
        texts.member_since(),
        texts.organisations(),
        texts.api_keys(),
        texts.sessions_title(),
    ];
    rsx! {
        Card { id: CARD, title: texts.personal_account(), description: texts.account_description(),
            p { class: "visually-hidden", role: "status", {texts.loading()} }
            dl { class: "facts", "aria-busy": "true",
                for name in names {
                    Fact { key: "{name}", name,
                        span { class: "skeleton skeleton-text" }
                    }
                }
            }
        }
    }
}

#[component]
fn Fact(name: &'static str, children: Element) -> Element {
    rsx! {
        div { class: "fact",
            dt { {name} }
            dd { {children} }
        }
    }
}
