//! The way out of the account.

use dioxus::{prelude::*, router::Navigator};
use domain::Texts;
use server::rpc::{RpcError, auth::sign_out};

use super::leave::use_leave;
use crate::{
    components::Toasts,
    platform,
    routes::Route,
    state::{AppState, Leave},
};

/// A form around the button, so that logging out works before the page comes to life.
#[component]
pub fn LogoutForm(#[props(default)] onlogout: Option<EventHandler<()>>, children: Element) -> Element {
    let leave = use_leave();
    rsx! {
        form { method: "post", action: "/forms/logout",
            onsubmit: move |event| {
                event.prevent_default();
                if let Some(onlogout) = onlogout {
                    onlogout.call(());
                }
                leave.request(Leave::SignOut);
            },
            {children}
        }
    }
}

/// Ends the session, forgets the person, shows the login page.
pub async fn log_out(state: &AppState, toasts: Toasts, texts: Texts, navigator: Navigator) {
    match sign_out().await {
        Ok(()) => forget(state, toasts, navigator, "signed_out").await,
        // Still signed in: saying otherwise would leave the account open on a shared computer.
        Err(RpcError(error)) => toasts.failure(error.text(texts)),
    }
}

/// After the session's end: forgets the person, shows the login page with this news.
pub async fn forget(state: &AppState, toasts: Toasts, navigator: Navigator, notice: &str) {
    platform::forget_sign_in().await;
    state.forget_person();
    toasts.clear();
    navigator.replace(Route::login_notice(notice));
}
