//! The browser.

mod focus;
mod passkeys;
mod sight;
mod windows;

use std::{
    future::{Future, Ready, poll_fn, ready},
    pin::pin,
    task::Poll,
};

use dioxus::prelude::*;
use domain::Locale;
use js_sys::{Array, Intl::DateTimeFormat, Math, Object, Promise, Reflect};
use uuid::{Builder, Uuid};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{
    BeforeUnloadEvent, Blob, BlobPropertyBag, Clipboard, ClipboardItem, Document, HtmlDialogElement,
    HtmlElement, HtmlImageElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, Storage,
};

use crate::platform::Saved;

pub use focus::use_kept_focus;
pub use passkeys::{create_passkey, get_passkey, passkeys_supported};
pub use sight::{in_sight, use_return};
pub use windows::{tell_windows, turn, use_windows};

/// The kind of text that every program can paste.
const PLAIN: &str = "text/plain";
/// A server that has said nothing for so long is out of reach, as for the desktop app. A browser waits for minutes.
const PATIENCE_MS: u32 = 45_000;

/// The language when the server did not choose one: the default. It always does.
pub fn locale() -> Locale {
    Locale::default()
}

/// The address that was typed into the form before: the server knows it, for its first page.
pub fn typed_address() -> Option<String> {
    None
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

/// Whether a menu is open.
pub fn popover_is_open(id: &str) -> bool {
    element::<HtmlElement>(id).is_some_and(|menu| menu.matches(":popover-open").unwrap_or(false))
}

/// The device's time zone, by its name in the IANA database.
pub fn time_zone() -> Option<String> {
    let options = DateTimeFormat::default().resolved_options();
    Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}

/// A number below this, another each time.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "below a number that fits, and not negative"
)]
pub fn chance(below: u32) -> u32 {
    (Math::random() * f64::from(below)) as u32
}

/// The size of a picture in the page, as it is shown; nothing for what is no picture.
pub fn picture_size(id: &str) -> Ready<Option<(u32, u32)>> {
    let size =
        element::<HtmlImageElement>(id).map(|picture| (picture.natural_width(), picture.natural_height()));
    ready(size.filter(|(width, height)| *width > 0 && *height > 0))
}

/// Gives an element all that a pointer does until it is lifted, wherever it goes.
pub fn hold_pointer(id: &str, pointer: i32) {
    if let Some(element) = element::<HtmlElement>(id) {
        // Fails for a pointer that is lifted already.
        let _ = element.set_pointer_capture(pointer);
    }
}

/// What stands in a field: typed before the page came to life, it is known to the browser only.
pub fn typed(id: &str) -> Option<String> {
    element::<HtmlInputElement>(id)
        .map(|input| input.value())
        .or_else(|| element::<HtmlTextAreaElement>(id).map(|area| area.value()))
        .or_else(|| element::<HtmlSelectElement>(id).map(|select| select.value()))
}

/// Whether a switch is on, as the browser shows it.
pub fn switched(id: &str) -> Option<bool> {
    element::<HtmlInputElement>(id).map(|input| input.checked())
}

/// Marks a text, so that it can be copied by hand.
pub fn select(id: &str) {
    let selection = web_sys::window().and_then(|window| window.get_selection().ok().flatten());
    if let (Some(selection), Some(element)) = (selection, element::<HtmlElement>(id)) {
        // Fails only in a page that is being closed.
        let _ = selection.select_all_children(&element);
    }
}

/// Puts a text into the clipboard, also one that is yet to come. Called in a click: a browser lets a page
/// write only then, so the place is taken at once and filled later. Answers whether it worked.
pub fn copy(text: impl Future<Output = Option<String>> + 'static) -> impl Future<Output = bool> {
    let written = begin_copy(text).map(JsFuture::from);
    async move {
        match written {
            Some(written) => written.await.is_ok(),
            None => false,
        }
    }
}

/// Nothing where the page is not served securely: there the browser has no clipboard for it.
fn begin_copy(text: impl Future<Output = Option<String>> + 'static) -> Option<Promise> {
    let navigator = web_sys::window()?.navigator();
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).ok()?.dyn_into::<Clipboard>().ok()?;
    let content = future_to_promise(async move {
        let text = text.await.ok_or(JsValue::NULL)?;
        let plain = BlobPropertyBag::new();
        plain.set_type(PLAIN);
        Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &plain).map(JsValue::from)
    });
    // Somebody has to listen to a promise that fails, or the browser complains; the answer is `written`'s.
    drop(JsFuture::from(content.clone()));
    let item = Object::new();
    Reflect::set(&item, &PLAIN.into(), &content).ok()?;
    let item = ClipboardItem::new_with_record_from_str_to_blob_promise(&item).ok()?;
    Some(clipboard.write(&Array::of1(&item)))
}

/// Keeps a text on this device under a name, for the next time.
pub fn remember(key: &str, text: &str) {
    if let Some(storage) = storage() {
        // Fails when it is full: then what was kept before stays.
        let _ = storage.set_item(key, text);
    }
}

/// The text that is kept under a name.
pub fn recall(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Forgets it.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        // Never fails.
        let _ = storage.remove_item(key);
    }
}

/// Nothing where the person wants nothing kept.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// An id that nobody else has.
pub fn random_id() -> Uuid {
    let mut bytes = [0; 16];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        // Fails for more bytes than these only.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    Builder::from_random_bytes(bytes).into_uuid()
}

/// Loads the page afresh.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // Fails only in a page that is being closed.
        let _ = window.location().reload();
    }
}

/// A link can save a file here, and the page can be printed.
pub const fn saves_and_prints() -> bool {
    true
}

/// Has the browser save what the server answers at this path. It goes to no other page, whatever the answer is.
pub fn save_file(path: &str, name: &str) -> Ready<Saved> {
    if let Some(link) = save_link(path, name) {
        link.click();
    }
    ready(Saved::ByBrowser)
}

fn save_link(path: &str, name: &str) -> Option<HtmlElement> {
    let link = document()?.create_element("a").ok()?;
    link.set_attribute("href", path).ok()?;
    link.set_attribute("download", name).ok()?;
    link.dyn_into().ok()
}

/// Prints the page.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // Fails only in a page that is being closed.
        let _ = window.print();
    }
}

/// The address of a page that is no page of the app.
pub fn link_to(path: &str) -> String {
    path.to_owned()
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

/// Waits for an answer; nothing when it takes so long that none will come.
pub async fn in_time<T>(answer: impl Future<Output = T>) -> Option<T> {
    let (mut answer, mut end) = (pin!(answer), pin!(sleep(PATIENCE_MS)));
    poll_fn(|context| match answer.as_mut().poll(context) {
        Poll::Ready(answer) => Poll::Ready(Some(answer)),
        Poll::Pending => end.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// The browser keeps the session itself, in a cookie that no script can read.
pub fn keep_sign_in(_bearer: Option<String>) -> Ready<()> {
    ready(())
}

/// Another such cookie.
pub fn keep_device(_device: String) -> Ready<()> {
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
