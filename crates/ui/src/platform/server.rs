//! The server, which renders a page once and sees nothing of what happens to it: no event, no
//! effect and no timer runs here.

use std::future::{Future, Ready, pending, ready};

use dioxus::{
    fullstack::{FullstackContext, StatusCode},
    prelude::*,
};
use domain::{AppError, ErrorCode, Locale, notification::Told};
use server::{auth, language};
use uuid::Uuid;

use super::{Heard, Saved};

/// The language that the request asks for.
pub fn locale() -> Locale {
    FullstackContext::current()
        .map(|context| language::wanted(&context.parts_mut().headers))
        .unwrap_or_default()
}

/// The address that was typed into the form before, where the app could not keep it.
pub fn typed_address() -> Option<String> {
    FullstackContext::current().and_then(|context| auth::typed_address(&context.parts_mut().headers))
}

/// Titles the page.
pub fn use_title(title: &str) {
    use_hook(|| document::document().set_title(title.to_owned()));
}

/// Gives the answer a status other than 200.
pub fn use_status(status: u16) {
    use_hook(|| {
        if let Ok(status) = StatusCode::from_u16(status) {
            FullstackContext::commit_http_status(status, None);
        }
    });
}

/// Nobody is there to leave.
pub fn use_unload_guard(_unsaved: impl Fn() -> bool + 'static) {}

/// Nobody is there to leave.
pub fn use_close_guard(_unsaved: impl Fn() -> bool + 'static, _ask: impl Fn() + 'static) {}

/// There is no window.
pub fn close_window() {}

/// Nobody is there to look.
pub fn focus(_id: &str) {}

/// Nobody is there to look.
pub fn use_kept_focus(_within: &'static str, _to: &'static str) {}

/// Dialogs open on a client.
pub fn show_dialog(_id: &str) {}

/// Dialogs close on a client.
pub fn close_dialog(_id: &str) {}

/// Menus close on a client.
pub fn hide_popover(_id: &str) {}

/// Menus open on a client.
pub fn popover_is_open(_id: &str) -> bool {
    false
}

/// The device is the client's.
pub fn time_zone() -> Option<String> {
    None
}

/// Windows are on clients.
pub fn use_windows(_person: &str, _hear: impl Fn(Heard) + Clone + 'static) {}

/// Nobody comes back here.
pub fn use_return(_returned: impl Fn() + 'static) {}

/// Nobody is there to look.
pub const fn in_sight() -> bool {
    false
}

/// Windows are on clients.
pub fn tell_windows(_person: &str, _told: &Told) {}

/// Windows are on clients.
pub fn turn(_person: &str) -> Ready<Option<()>> {
    ready(None)
}

/// Nothing is left to chance here.
pub const fn chance(_below: u32) -> u32 {
    0
}

/// Pictures are looked at on a client.
pub fn picture_size(_id: &str) -> Ready<Option<(u32, u32)>> {
    ready(None)
}

/// Pointers are on clients.
pub fn hold_pointer(_id: &str, _pointer: i32) {}

/// Nothing is typed here.
pub fn typed(_id: &str) -> Option<String> {
    None
}

/// Nothing is switched here.
pub fn switched(_id: &str) -> Option<bool> {
    None
}

/// Nobody is there to copy by hand.
pub fn select(_id: &str) {}

/// Clipboards are on clients.
pub fn copy(_text: impl Future<Output = Option<String>> + 'static) -> Ready<bool> {
    ready(false)
}

/// Texts are kept on a client.
pub fn remember(_key: &str, _text: &str) {}

/// Nothing is kept here.
pub fn recall(_key: &str) -> Option<String> {
    None
}

/// Nothing is kept here.
pub fn forget(_key: &str) {}

/// Nobody submits anything here.
pub fn random_id() -> Uuid {
    Uuid::nil()
}

/// Pages load again on a client.
pub fn reload() {}

/// The browser, for which the page is rendered, saves and prints.
pub const fn saves_and_prints() -> bool {
    true
}

/// Files are kept on clients.
pub fn save_file(_path: &str, _name: &str) -> Ready<Saved> {
    ready(Saved::ByBrowser)
}

/// Nobody is there to read it.
pub fn print() {}

/// The address of a page that is no page of the app.
pub fn link_to(path: &str) -> String {
    path.to_owned()
}

/// The server does not look for itself.
pub fn server_address() -> String {
    String::new()
}

/// Nothing waits here: a page is rendered and done.
pub async fn sleep(_ms: u32) {
    pending::<()>().await;
}

/// Nobody waits here.
pub async fn in_time<T>(answer: impl Future<Output = T>) -> Option<T> {
    Some(answer.await)
}

/// Sign-ins are kept by the client.
pub fn keep_sign_in(_bearer: Option<String>) -> Ready<()> {
    ready(())
}

/// Devices are kept by the client.
pub fn keep_device(_device: String) -> Ready<()> {
    ready(())
}

/// Sign-ins are forgotten by the client.
pub fn forget_sign_in() -> Ready<()> {
    ready(())
}

/// Passkeys are on clients.
pub fn passkeys_supported() -> bool {
    false
}

/// Nobody is there to ask.
pub fn create_passkey(_options: &str) -> Ready<Result<Option<String>, AppError>> {
    ready(Err(AppError::new(ErrorCode::PasskeyRefused)))
}

/// Nobody is there to ask.
pub fn get_passkey(_options: &str) -> Ready<Result<Option<String>, AppError>> {
    ready(Err(AppError::new(ErrorCode::PasskeyRefused)))
}
