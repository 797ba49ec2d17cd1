//! The browser.

use std::future::{Ready, ready};

use dioxus::prelude::*;
use domain::Locale;
use js_sys::Promise;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    BeforeUnloadEvent, Document, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlTextAreaElement,
};

/// The language when the server did not choose one: the default. It always does.
pub fn locale() -> Locale {
    Locale::default()
}

/// Titles the page.
pub fn use_title(title: &str) {
    let title = title.to_owned();
    use_effect(use_reactive!(|title| {
        if let Some(document) = document() {
            document.set_title(&title);
        }
    }));
}

/// The status was the server's to give.
pub fn use_status(_status: u16) {}

/// Has the browser ask before the page is closed while `unsaved`.
pub fn use_unload_guard(unsaved: impl Fn() -> bool + 'static) {
    use_hook(|| {
        let Some(window) = web_sys::window() else { return };
        let ask = Closure::<dyn FnMut(BeforeUnloadEvent)>::new(move |event: BeforeUnloadEvent| {
            if unsaved() {
                event.prevent_default();
            }
        });
        window.set_onbeforeunload(Some(ask.as_ref().unchecked_ref()));
        // As long as the page: the browser calls it, and nothing here would ever drop it.
        ask.forget();
    });
}

/// The browser asks, in [`use_unload_guard`].
pub fn use_close_guard(_unsaved: impl Fn() -> bool + 'static, _ask: impl Fn() + 'static) {}

/// A tab is the browser's to close.
pub fn close_window() {}

/// Moves the focus.
pub fn focus(id: &str) {
    if let Some(element) = element::<HtmlElement>(id) {
        // Fails on an element that can't have the focus, which then stays where it is.
        let _ = element.focus();
    }
}

/// Opens a dialog.
pub fn show_dialog(id: &str) {
    if let Some(dialog) = element::<HtmlDialogElement>(id).filter(|dialog| !dialog.open()) {
        // Fails on a dialog that is no longer in the page, which needs no opening.
        let _ = dialog.show_modal();
    }
}

/// Closes a dialog.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = element::<HtmlDialogElement>(id) {
        dialog.close();
    }
}

/// Closes a menu.
pub fn hide_popover(id: &str) {
    if let Some(menu) = element::<HtmlElement>(id) {
        // Fails when it is closed already.
        let _ = menu.hide_popover();
    }
}

/// What stands in a field: typed before the page came to life, it is known to the browser only.
pub fn typed(id: &str) -> Option<String> {
    element::<HtmlInputElement>(id)
        .map(|input| input.value())
        .or_else(|| element::<HtmlTextAreaElement>(id).map(|area| area.value()))
}

/// Loads the page afresh.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // Fails only in a page that is being closed.
        let _ = window.location().reload();
    }
}

/// The address of the server.
pub fn server_address() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Waits.
pub async fn sleep(ms: u32) {
    let ms = i32::try_from(ms).unwrap_or(i32::MAX);
    let timer = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // Fails only in a page that is being closed, where nobody waits any more.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        }
    });
    // The promise is never rejected.
    let _ = JsFuture::from(timer).await;
}

/// The browser keeps the session itself, in a cookie that no script can read.
pub fn keep_sign_in(_bearer: Option<String>) -> Ready<()> {
    ready(())
}

/// The server's answer took the cookie away.
pub fn forget_sign_in() -> Ready<()> {
    ready(())
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn element<T: JsCast>(id: &str) -> Option<T> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}
