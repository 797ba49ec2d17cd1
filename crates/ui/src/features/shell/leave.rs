//! Ways out of a page, and the question that stands in them while something is not saved.

use dioxus::{prelude::*, router::Navigator};
use domain::Texts;

use super::log_out::{forget, log_out};
use crate::{
    components::{Dialog, Toasts},
    platform,
    routes::Route,
    state::{AppState, Leave, use_app_state, use_texts},
};

/// How to leave.
#[derive(Clone, Copy)]
pub struct Leaving {
    state: AppState,
    toasts: Toasts,
    texts: Texts,
    navigator: Navigator,
}

/// Asks before the person leaves this page while its form is `dirty`: nothing else keeps what was changed there.
pub fn use_unsaved(dirty: impl Fn() -> bool + 'static) {
    let mut unsaved = use_app_state().unsaved;
    use_effect(move || unsaved.set(dirty()));
    use_drop(move || {
        // The app may be gone before its pages.
        if let Ok(mut unsaved) = unsaved.try_write() {
            *unsaved = false;
        }
    });
}

/// The ways out of this page.
pub fn use_leave() -> Leaving {
    Leaving { state: use_app_state(), toasts: use_context(), texts: use_texts(), navigator: use_navigator() }
}

impl Leaving {
    /// Leaves, or asks first.
    pub fn request(mut self, leave: Leave) {
        if self.would_lose(&leave) {
            self.state.leaving.set(Some(leave));
        } else {
            self.go(leave);
        }
    }

    /// Once the session has ended by itself: forgets the person, shows the login page with this news.
    pub async fn ended(self, notice: &'static str) {
        forget(&self.state, self.toasts, self.navigator, notice).await;
    }

    /// Whether the person would lose sight of changes.
    fn would_lose(self, leave: &Leave) -> bool {
        let here: Route = router().current();
        let stays = matches!(leave, Leave::To(route) if *route == here);
        !stays && (*self.state.unsaved.peek() || self.would_lose_draft(leave))
    }

    /// Whether that goes for the profile's. Behind another tab it stays where it is on the way to a third, but not
    /// on the way out.
    fn would_lose_draft(self, leave: &Leave) -> bool {
        let here: Route = router().current();
        self.state.draft.peek().is_some() && (here == Route::Profile || !matches!(leave, Leave::To(_)))
    }

    fn go(self, leave: Leave) {
        match leave {
            Leave::To(route) => {
                self.navigator.push(route);
            }
            Leave::SignOut => {
                spawn(async move { log_out(&self.state, self.toasts, self.texts, self.navigator).await });
            }
            Leave::Close => platform::close_window(),
        }
    }

    fn stay(mut self) {
        self.state.leaving.set(None);
    }

    fn go_anyway(mut self) {
        let Some(leave) = self.state.leaving.take() else { return };
        if self.would_lose_draft(&leave) {
            self.state.draft.set(None);
        }
        self.state.unsaved.set(false);
        self.go(leave);
    }
}

/// The question.
#[component]
pub fn UnsavedDialog() -> Element {
    let leave = use_leave();
    let texts = leave.texts;
    let open = use_memo(move || leave.state.leaving.read().is_some());
    platform::use_close_guard(move || leave.state.has_changes(), move || leave.request(Leave::Close));
    rsx! {
        Dialog { id: "unsaved", open, oncancel: move |()| leave.stay(),
            div { class: "dialog-body",
                div {
                    h2 { class: "dialog-title", id: "unsaved-title", {texts.unsaved_title()} }
                    p { class: "dialog-text", id: "unsaved-text", {texts.unsaved_text()} }
                }
                div { class: "actions",
                    button { class: "button button-danger", r#type: "button",
                        onclick: move |_| leave.go_anyway(),
                        {texts.unsaved_leave()}
                    }
                    button { class: "button", r#type: "button", autofocus: true,
                        onclick: move |_| leave.stay(),
                        {texts.unsaved_stay()}
                    }
                }
            }
        }
    }
}
