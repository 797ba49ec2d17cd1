//! The frame of the settings: the tabs.

use dioxus::prelude::*;

use super::guarded_link::GuardedLink;
use crate::{routes::Route, state::use_texts};

/// Everything below `/settings`.
#[component]
pub fn SettingsLayout() -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "page-header",
            h1 { {texts.settings()} }
        }
        Tabs {}
        div { class: "stack",
            Outlet::<Route> {}
        }
    }
}

/// One link a tab.
#[component]
fn Tabs() -> Element {
    let texts = use_texts();
    let tab = match use_route::<Route>() {
        // The way out is a part of the account.
        Route::DeleteAccount => Route::Account,
        here => here,
    };
    let tabs = [
        (Route::Profile, texts.profile()),
        (Route::Keys, texts.keys()),
        (Route::Security, texts.security()),
        (Route::Privacy, texts.privacy()),
        (Route::NotificationSettings, texts.notifications()),
        (Route::Account, texts.account()),
    ];
    rsx! {
        nav { class: "tabs", "aria-label": texts.settings(),
            for (route , label) in tabs {
                GuardedLink { key: "{route}", class: "tab", current: route == tab, to: route, {label} }
            }
        }
    }
}
