//! The switches in their two cards.

use dioxus::prelude::*;
use domain::privacy::{PrivacyItem, PrivacySettings};

use super::state::{Privacy, switch_id};
use crate::{
    components::{Card, Switch},
    state::use_texts,
};

/// What is about the person, and what is about their doings. Without the tab's state the cards wait for it: the same
/// boxes, so that nothing jumps.
#[component]
pub fn VisibilityCards(#[props(default)] privacy: Option<Privacy>) -> Element {
    let texts = use_texts();
    rsx! {
        Card {
            id: "privacy-profile",
            title: texts.privacy_profile(),
            description: texts.privacy_profile_text(),
            flush: true,
            Items { items: PrivacyItem::PROFILE, labelled_by: "privacy-profile-title", privacy }
        }
        Card {
            id: "privacy-activity",
            title: texts.privacy_activity(),
            description: texts.privacy_activity_text(),
            flush: true,
            Items { items: PrivacyItem::ACTIVITY, labelled_by: "privacy-activity-title", privacy }
        }
    }
}

#[component]
fn Items(items: &'static [PrivacyItem], labelled_by: &'static str, privacy: Option<Privacy>) -> Element {
    let settings = privacy.and_then(Privacy::shown);
    rsx! {
        ul { class: "card-list", role: "list", "aria-labelledby": labelled_by,
            for item in items.iter().copied() {
                Item { key: "{item.key()}", item, privacy, settings }
            }
        }
    }
}

#[component]
fn Item(item: PrivacyItem, privacy: Option<Privacy>, settings: Option<PrivacySettings>) -> Element {
    let texts = use_texts();
    let id = switch_id(item);
    rsx! {
        li { class: "setting",
            div { class: "setting-text",
                label { class: "setting-title", id: "{id}-label", r#for: id.clone(), {item.label(texts)} }
                p { class: "hint", id: "{id}-about", {item.about(texts)} }
            }
            if let Some((privacy, settings)) = privacy.zip(settings) {
                Switch {
                    id: id.clone(),
                    on: settings.shows(item),
                    labelled_by: "{id}-label",
                    described_by: "{id}-about",
                    onswitch: move |shown| privacy.switch(item, shown),
                }
            } else {
                span { class: "skeleton skeleton-switch", "aria-hidden": "true" }
            }
        }
    }
}
