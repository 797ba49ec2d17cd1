//! The frame of the settings: who is signed in, and the tabs.

use dioxus::prelude::*;
use domain::account::Me;
use server::rpc::account::me;

use super::{
    guarded_link::GuardedLink,
    leave::UnsavedDialog,
    message_page::Failure,
    navigation::use_focus_on_navigation,
    sign_in_again::SignInAgain,
    step_up::{StepUpDialog, use_step_up_provider},
    top_bar::TopBar,
    user_menu::{UserMenu, UserMenuSkeleton},
};
use crate::{
    components::CardSkeleton,
    features::data::{ToLogin, use_data},
    routes::Route,
    state::use_texts,
};
use domain::ErrorCode;

/// Everything below `/settings`.
#[component]
pub fn SettingsLayout() -> Element {
    rsx! {
        SuspenseBoundary {
            fallback: |_| rsx! { Skeleton {} },
            MeLoader {}
        }
    }
}

#[component]
fn MeLoader() -> Element {
    let mut person = use_data(me)?;
    match person() {
        Ok(me) => rsx! { Signed { me } },
        Err(error) if error.code == ErrorCode::SignedOut => rsx! { ToLogin {} },
        Err(error) => rsx! {
            div { class: "app",
                TopBar {}
                Failure { error, onretry: move |()| person.restart() }
            }
        },
    }
}

/// The frame around a tab.
#[component]
fn Signed(me: Me) -> Element {
    let texts = use_texts();
    use_context_provider(|| Signal::new(me));
    use_step_up_provider();
    use_focus_on_navigation();
    rsx! {
        div { class: "app",
            TopBar { skip: true, UserMenu {} }
            main { class: "page", id: "content", tabindex: "-1",
                div { class: "page-header",
                    h1 { {texts.settings()} }
                }
                Tabs {}
                div { class: "stack",
                    Outlet::<Route> {}
                }
            }
        }
        UnsavedDialog {}
        StepUpDialog {}
        SignInAgain {}
    }
}

/// One link a tab.
#[component]
fn Tabs() -> Element {
    let texts = use_texts();
    let here = use_route::<Route>();
    let tabs = [
        (Route::Profile, texts.profile()),
        (Route::Keys, texts.keys()),
        (Route::Security, texts.security()),
        (Route::Account, texts.account()),
    ];
    rsx! {
        nav { class: "tabs", "aria-label": texts.settings(),
            for (route , label) in tabs {
                GuardedLink { key: "{route}", class: "tab", current: route == here, to: route, {label} }
            }
        }
    }
}

/// The frame while it is not known who is signed in.
#[component]
fn Skeleton() -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "app",
            TopBar { UserMenuSkeleton {} }
            main { class: "page", id: "content", tabindex: "-1",
                div { class: "page-header",
                    h1 { {texts.settings()} }
                }
                div { class: "stack",
                    CardSkeleton { loading: texts.loading() }
                }
            }
        }
    }
}
