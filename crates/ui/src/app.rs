//! The root: what every page shares, and nothing that a page could own.

use dioxus::prelude::*;
use domain::Texts;

use crate::{
    components::{ToastRegion, Toasts},
    features::shell::Boot,
    platform,
    routes::Route,
    state::AppState,
};

/// The app, on each platform.
#[component]
pub fn App() -> Element {
    // The server reads the language off the request; the browser takes what the server chose, so
    // that both render the same.
    let locale = use_server_cached(platform::locale);
    use_context_provider(|| Texts { locale });
    let state = use_context_provider(AppState::new);
    use_context_provider(Toasts::new);
    platform::use_unload_guard(move || state.has_changes());
    rsx! {
        document::Stylesheet { href: app_assets::STYLES }
        document::Link { rel: "icon", r#type: "image/svg+xml", href: app_assets::FAVICON }
        Boot {
            Router::<Route> {}
        }
        ToastRegion {}
    }
}
