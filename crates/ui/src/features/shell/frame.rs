//! The frame of every page behind the login: who is signed in, and the questions that stand above a
//! page.

use dioxus::prelude::*;
use domain::{ErrorCode, account::Me};
use server::rpc::account::me;

use super::{
    leave::UnsavedDialog,
    message_page::{Failure, NotFoundForStrangers},
    navigation::use_focus_on_navigation,
    sign_in_again::SignInAgain,
    step_up::{StepUpDialog, use_step_up_provider},
    top_bar::TopBar,
    user_menu::{UserMenu, UserMenuSkeleton},
};
use crate::{
    components::CardSkeleton,
    features::{
        data::{ToLogin, use_data},
        notifications::{Bell, BellSkeleton, use_live, use_notices_provider},
    },
    routes::Route,
    state::use_texts,
};

/// The frame. One for all sections, so that a way between them doesn't ask again who is there; also around an
/// address that is no page's.
#[component]
pub fn Frame() -> Element {
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
    let here = use_route::<Route>();
    match person() {
        Ok(me) => rsx! { Signed { me } },
        Err(_) if matches!(here, Route::NotFound { .. }) => rsx! { NotFoundForStrangers {} },
        Err(error) if error.code == ErrorCode::SignedOut => rsx! { ToLogin {} },
        Err(error) => rsx! {
            div { class: "app",
                TopBar {}
                Failure { error, onretry: move |()| person.restart() }
            }
        },
    }
}

/// The frame around a section.
#[component]
fn Signed(me: Me) -> Element {
    use_live(&use_notices_provider(&me), me.id);
    use_context_provider(|| Signal::new(me));
    use_step_up_provider();
    use_focus_on_navigation();
    rsx! {
        div { class: "app",
            TopBar { skip: true,
                Bell {}
                UserMenu {}
            }
            main { class: "page", id: "content", tabindex: "-1",
                Outlet::<Route> {}
            }
        }
        UnsavedDialog {}
        StepUpDialog {}
        SignInAgain {}
    }
}

/// The frame while it is not known who is signed in.
#[component]
fn Skeleton() -> Element {
    let texts = use_texts();
    let title = use_route::<Route>().section(texts);
    rsx! {
        div { class: "app",
            TopBar {
                BellSkeleton {}
                UserMenuSkeleton {}
            }
            main { class: "page", id: "content", tabindex: "-1",
                div { class: "page-header",
                    h1 { {title} }
                }
                div { class: "stack",
                    CardSkeleton { loading: texts.loading() }
                }
            }
        }
    }
}
