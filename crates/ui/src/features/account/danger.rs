//! The way out, last on the page.

use dioxus::prelude::*;

use crate::{components::CardHeader, routes::Route, state::use_texts};

/// The card. Its button deletes nothing yet: it leads to the page that says what would go.
#[component]
pub fn DangerZone() -> Element {
    let texts = use_texts();
    rsx! {
        section { class: "card card-danger", "aria-labelledby": "danger-title",
            CardHeader { id: "danger", title: texts.danger_zone() }
            div { class: "card-list",
                div { class: "setting",
                    div { class: "setting-text",
                        h3 { class: "setting-title", {texts.deletion_title()} }
                        p { class: "hint", {texts.account_delete_text()} }
                    }
                    Link { class: "button button-danger", to: Route::DeleteAccount, {texts.delete_action()} }
                }
            }
        }
    }
}
