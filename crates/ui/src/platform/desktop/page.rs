//! What a page asks of its window. Scripts run in the webview: they are ours, with nothing in them
//! that a person typed.

use std::{
    env,
    future::{Ready, ready},
    hash::{BuildHasher as _, Hasher as _, RandomState},
    time::Duration,
};

use dioxus::{
    desktop::{
        WindowCloseBehaviour,
        tao::event::{Event, WindowEvent},
        use_wry_event_handler, window,
    },
    prelude::*,
};
use domain::{AppError, ErrorCode, Locale, notification::Told};
use uuid::{Builder, Uuid};

use crate::platform::Heard;

/// The system's language.
pub fn locale() -> Locale {
    let wanted = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| env::var(name).ok());
    wanted.as_deref().map(Locale::negotiate).unwrap_or_default()
}

/// No form is sent without the app.
pub fn typed_address() -> Option<String> {
    None
}

/// Titles the window.
pub fn use_title(title: &str) {
    let title = title.to_owned();
    use_effect(use_reactive!(|title| document::document().set_title(title)));
}

/// A window has no status.
pub fn use_status(_status: u16) {}

/// Nothing takes the page away but the window's end, which [`use_close_guard`] guards: webkit's own question
/// does not reach the window.
pub fn use_unload_guard(_unsaved: impl Fn() -> bool + 'static) {}

/// Asks instead of closing the window while `unsaved`.
///
/// The framework knows no refusal: a window that is asked to close does so or hides, once the handlers have seen
/// the event. So it hides, and is back with the next event, before anybody sees it gone.
pub fn use_close_guard(unsaved: impl Fn() -> bool + 'static, ask: impl Fn() + 'static) {
    let mut hidden = false;
    use_wry_event_handler(move |event, _| {
        let window = window();
        if hidden {
            hidden = false;
            window.set_close_behavior(WindowCloseBehaviour::WindowCloses);
            window.set_visible(true);
            window.set_focus();
        }
        if matches!(event, Event::WindowEvent { event: WindowEvent::CloseRequested, .. }) && unsaved() {
            hidden = true;
            window.set_close_behavior(WindowCloseBehaviour::WindowHides);
            ask();
        }
    });
}

/// Closes the window, whatever is unsaved.
pub fn close_window() {
    window().close();
}

/// Moves the focus.
pub fn focus(id: &str) {
    run(&format!("document.getElementById({id:?})?.focus()"));
}

/// Has the element `to` take the focus when what has it `within` another one goes, as long as `to` is there.
pub fn use_kept_focus(within: &'static str, to: &'static str) {
    use_effect(move || {
        run(&format!(
            r#"let held = null, seen = false;
            const hold = event => {{
                held = document.getElementById({within:?})?.contains(event.target) ? event.target : null;
            }};
            const watch = new MutationObserver(() => {{
                const to = document.getElementById({to:?});
                if (seen && !to) {{
                    watch.disconnect();
                    document.removeEventListener("focusin", hold);
                    return;
                }}
                seen = Boolean(to);
                const nowhere = !document.activeElement || document.activeElement === document.body;
                if (held && !held.isConnected && nowhere) {{
                    held = null;
                    to?.focus({{ preventScroll: true }});
                }}
            }});
            document.addEventListener("focusin", hold);
            watch.observe(document, {{ childList: true, subtree: true }});"#
        ));
    });
}

/// Opens a dialog.
pub fn show_dialog(id: &str) {
    run(&format!("const it = document.getElementById({id:?}); if (it && !it.open) it.showModal()"));
}

/// Closes a dialog.
pub fn close_dialog(id: &str) {
    run(&format!("document.getElementById({id:?})?.close()"));
}

/// Closes a menu.
pub fn hide_popover(id: &str) {
    run(&format!("document.getElementById({id:?})?.hidePopover()"));
}

/// Here a menu opens by a click that the app hears of.
pub fn popover_is_open(_id: &str) -> bool {
    false
}

/// The device's time zone, by its name in the IANA database.
pub fn time_zone() -> Option<String> {
    iana_time_zone::get_timezone().ok()
}

/// There is one window, in sight or not.
pub fn use_windows(_person: &str, _hear: impl Fn(Heard) + Clone + 'static) {}

/// Tells each time the person comes back to the window.
pub fn use_return(returned: impl Fn() + 'static) {
    use_wry_event_handler(move |event, _| {
        if matches!(event, Event::WindowEvent { event: WindowEvent::Focused(true), .. }) {
            returned();
        }
    });
}

/// What lies behind another window may still be seen.
pub const fn in_sight() -> bool {
    true
}

/// There is one window, in sight or not.
pub fn tell_windows(_person: &str, _told: &Told) {}

/// There is one window, in sight or not.
pub fn turn(_person: &str) -> Ready<Option<()>> {
    ready(None)
}

/// A number below this, another each time.
pub fn chance(below: u32) -> u32 {
    // The keys of each new state are the system's chance.
    let chance = RandomState::new().build_hasher().finish();
    u32::try_from(chance % u64::from(below.max(1))).unwrap_or(0)
}

/// The size of a picture in the page, as it is shown; nothing for what is no picture.
pub async fn picture_size(id: &str) -> Option<(u32, u32)> {
    let script = format!(
        "const it = document.getElementById({id:?}); return it ? [it.naturalWidth, it.naturalHeight] : [0, 0]"
    );
    let size = document::eval(&script).join::<(u32, u32)>().await.ok();
    size.filter(|(width, height)| *width > 0 && *height > 0)
}

/// Gives an element all that a pointer does until it is lifted, wherever it goes.
pub fn hold_pointer(id: &str, pointer: i32) {
    run(&format!("document.getElementById({id:?})?.setPointerCapture({pointer})"));
}

/// Nothing is typed before the page comes to life: here it is born alive.
pub fn typed(_id: &str) -> Option<String> {
    None
}

/// Nothing is switched before the window is alive.
pub fn switched(_id: &str) -> Option<bool> {
    None
}

/// Marks a text, so that it can be copied by hand.
pub fn select(id: &str) {
    run(&format!("getSelection().selectAllChildren(document.getElementById({id:?}))"));
}

/// An id that nobody else has.
#[expect(clippy::disallowed_methods, reason = "the ports are the server's; nothing here is to be foreseen")]
pub fn random_id() -> Uuid {
    let mut bytes = [0; 16];
    // Fails on a system without randomness, where nothing else works either.
    let _ = getrandom::fill(&mut bytes);
    Builder::from_random_bytes(bytes).into_uuid()
}

/// Loads the page afresh.
pub fn reload() {
    run("location.reload()");
}

/// A webview saves no file, and prints only where its system lets it.
pub const fn saves_and_prints() -> bool {
    false
}

/// Never asked for.
pub fn print() {}

/// Waits.
pub async fn sleep(ms: u32) {
    tokio::time::sleep(Duration::from_millis(ms.into())).await;
}

/// The webview has none: `WebKitGTK` knows no Web Authentication.
pub fn passkeys_supported() -> bool {
    false
}

/// Never asked for.
pub fn create_passkey(_options: &str) -> Ready<Result<Option<String>, AppError>> {
    ready(Err(AppError::new(ErrorCode::PasskeyRefused)))
}

/// Never asked for.
pub fn get_passkey(_options: &str) -> Ready<Result<Option<String>, AppError>> {
    ready(Err(AppError::new(ErrorCode::PasskeyRefused)))
}

fn run(script: &str) {
    // Nothing waits for an answer.
    let _ = document::eval(script);
}
