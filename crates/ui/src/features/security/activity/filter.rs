//! What is looked for in the log.

use dioxus::prelude::*;
use domain::security::{ActivityFilter, ActivityGroup};

use super::words::group_words;
use crate::{
    components::{SelectField, TextField},
    features::{security::state::use_security, submission::text_of},
    platform,
    state::use_texts,
};

/// The value of the choice that is no group.
const ALL: &str = "";
/// How long after the last letter the search begins.
const PAUSE_MS: u32 = 300;

/// A group, and a text. Both count at once.
#[component]
pub fn FilterForm() -> Element {
    let texts = use_texts();
    let log = use_security().log;
    let mut letters = use_signal(|| 0_u32);
    let groups = ActivityGroup::ALL.iter().map(|group| (group.key(), group_words(texts, *group).to_owned()));
    let options = std::iter::once((ALL, texts.log_all().to_owned())).chain(groups).collect::<Vec<_>>();
    let wanted = move || log.filter.peek().clone();
    let search = move |search: String| log.look_for(ActivityFilter { search, ..wanted() });
    let search_soon = move |typed: String| {
        letters += 1;
        let this_letter = *letters.peek();
        spawn(async move {
            platform::sleep(PAUSE_MS).await;
            if *letters.peek() == this_letter {
                search(typed);
            }
        });
    };
    rsx! {
        form { class: "form-grid", role: "search", novalidate: true,
            onsubmit: move |event| {
                event.prevent_default();
                letters += 1;
                search(text_of(&event, "log-search"));
            },
            SelectField {
                id: "log-group",
                label: texts.log_group(),
                options,
                chosen: log.filter.read().group.map_or(ALL, ActivityGroup::key),
                onchange: move |chosen: String| {
                    log.look_for(ActivityFilter { group: ActivityGroup::from_key(&chosen), ..wanted() });
                },
            }
            TextField {
                id: "log-search",
                label: texts.log_search(),
                r#type: "search",
                autocomplete: "off",
                hint: texts.log_search_hint(),
                oninput: search_soon,
            }
        }
    }
}
