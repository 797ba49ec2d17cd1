//! What is known about a key.

use std::time::Duration;

use dioxus::prelude::*;
use domain::{
    Texts, Timestamp,
    token::{LastUse, UserToken},
};

use super::words::scope_names;
use crate::{
    components::{Icon, Shape},
    features::uses::Uses,
    state::use_texts,
};

/// From how long before its end a key is marked.
const SOON: Duration = Duration::from_hours(14 * 24);

/// When it came, was used and will end; what it may do, and from where; how much it is used.
#[component]
pub fn Facts(token: UserToken, now: Timestamp) -> Element {
    let texts = use_texts();
    let ends = token.ends_at();
    let networks: Vec<String> = token.networks.iter().map(ToString::to_string).collect();
    rsx! {
        dl { class: "key-facts",
            Fact { label: texts.key_created(), {token.created_at.date_time(texts)} }
            Fact { label: texts.key_last_used(),
                LastUsed { last: token.last_use }
            }
            Fact { label: texts.key_expires(),
                Expires { at: ends, now }
            }
            Fact { label: texts.key_permissions(), {scope_names(texts, token.scopes).join(", ")} }
            Fact { label: texts.key_networks(),
                if networks.is_empty() {
                    {texts.key_anywhere()}
                } else {
                    {networks.join(", ")}
                }
            }
            Fact { label: texts.key_usage(),
                Uses { uses: token.uses, now }
            }
        }
    }
}

#[component]
fn Fact(label: &'static str, children: Element) -> Element {
    rsx! {
        div { class: "key-fact",
            dt { {label} }
            dd { {children} }
        }
    }
}

#[component]
fn LastUsed(last: Option<LastUse>) -> Element {
    let texts = use_texts();
    let Some(last) = last else { return rsx! { {texts.key_never_used()} } };
    rsx! {
        {last.at.date_time(texts)}
        span { class: "key-more", {whence(texts, &last)} }
    }
}

/// From where and with what, as far as it is known.
fn whence(texts: Texts, last: &LastUse) -> String {
    match (last.address.as_str(), last.client.as_str()) {
        ("", "") => String::new(),
        (address, "") => texts.key_used_from(address),
        ("", client) => texts.key_used_with(client),
        (address, client) => texts.key_used_from_with(address, client),
    }
}

#[component]
fn Expires(at: Option<Timestamp>, now: Timestamp) -> Element {
    let texts = use_texts();
    let Some(at) = at else { return rsx! { {texts.key_never_expires()} } };
    let soon = at.since(now) < SOON;
    rsx! {
        {at.date_time(texts)}
        span { class: "key-more", "data-state": soon.then_some("soon"),
            if soon {
                Icon { shape: Shape::Warning, small: true }
            }
            {at.until(now, texts)}
        }
    }
}
