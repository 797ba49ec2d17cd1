//! What happens on each change of page: a title, and the focus on the new content.

use dioxus::prelude::*;

use crate::{
    platform,
    routes::Route,
    state::{use_app_state, use_instance, use_texts},
};

/// Titles the page; a tab also names the settings it belongs to.
pub fn use_page_title(title: &str, tab: bool) {
    let texts = use_texts();
    use_title_in(title, tab.then(|| texts.settings()));
}

/// Titles the page, and names what it is a part of.
pub fn use_title_in(title: &str, section: Option<&str>) {
    let brand = use_instance().brand;
    let title = match section {
        Some(section) => format!("{title} · {section} · {brand}"),
        None => format!("{title} · {brand}"),
    };
    platform::use_title(&title);
}

/// Moves the focus to the content when the page changes, so that a keyboard and a screen reader
/// go on there. Not on the first page: the browser has put the focus where it belongs.
pub fn use_focus_on_navigation() {
    let mut state = use_app_state();
    let route = use_route::<Route>();
    use_effect(use_reactive!(|route| {
        let path = route.to_string();
        let before = state.shown.replace(Some(path.clone()));
        if before.is_some_and(|before| before != path) {
            platform::focus("content");
        }
    }));
}
