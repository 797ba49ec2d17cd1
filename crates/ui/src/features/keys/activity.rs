//! What happened to the keys lately.

use dioxus::prelude::*;
use domain::{Texts, security::SecurityEventKind, token::TokenEvent};

use crate::{
    components::{Card, Icon, Shape},
    state::use_texts,
};

/// The last few entries of the activity log that are about keys.
#[component]
pub fn ActivityCard(events: Vec<TokenEvent>) -> Element {
    let texts = use_texts();
    rsx! {
        Card { id: "activity", title: texts.activity_title(), description: texts.activity_description(),
            if events.is_empty() {
                p { class: "muted", {texts.activity_empty()} }
            } else {
                ul { class: "events",
                    for (index , event) in events.into_iter().enumerate() {
                        Event { key: "{event.at.0}-{index}", event }
                    }
                }
            }
        }
    }
}

#[component]
fn Event(event: TokenEvent) -> Element {
    let texts = use_texts();
    let Some(text) = event_words(texts, &event) else { return VNode::empty() };
    rsx! {
        li { class: "event",
            if by_others(event.kind) {
                Icon { shape: Shape::Warning, small: true }
            }
            p { {text} }
            p { class: "list-meta",
                {event.at.date_time(texts)}
                if !event.address.is_empty() {
                    " · {event.address}"
                }
            }
        }
    }
}

/// Whether somebody else did it.
const fn by_others(kind: SecurityEventKind) -> bool {
    matches!(
        kind,
        SecurityEventKind::TokenReported
            | SecurityEventKind::TokenRevokedByAdmin
            | SecurityEventKind::TokensListedByAdmin
            | SecurityEventKind::TokensRevealedByAdmin
    )
}

/// What happened; nothing for what is not about keys.
fn event_words(texts: Texts, event: &TokenEvent) -> Option<String> {
    let name = &event.token;
    Some(match event.kind {
        SecurityEventKind::TokenCreated => texts.event_token_created(name),
        SecurityEventKind::TokenRevealed => texts.event_token_revealed(name),
        SecurityEventKind::TokenRenamed => texts.event_token_renamed(name),
        SecurityEventKind::TokenRotated => texts.event_token_rotated(name),
        SecurityEventKind::TokenRevoked => texts.event_token_revoked(name),
        SecurityEventKind::TokenReported => texts.event_token_reported(name),
        SecurityEventKind::TokenRevokedByAdmin => texts.event_token_revoked_by_admin(name),
        SecurityEventKind::TokensListedByAdmin => texts.event_tokens_listed_by_admin().to_owned(),
        SecurityEventKind::TokensRevealedByAdmin => texts.event_tokens_revealed_by_admin().to_owned(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;

    use super::*;

    #[test]
    fn everything_about_tokens_has_words() {
        for kind in SecurityEventKind::ABOUT_TOKENS {
            let event =
                TokenEvent { kind: *kind, token: "CI".into(), at: Timestamp(0), address: String::new() };
            assert!(event_words(Texts::default(), &event).is_some(), "{kind:?}");
        }
    }
}
