//! The system's clipboard. Not the webview's: what is copied would have to stand in a script.

use std::{
    future::Future,
    sync::{Mutex, PoisonError},
};

use arboard::{Clipboard, Error};

/// Open as long as the window is: on X11 the program that copied hands the text over when it is pasted.
static CLIPBOARD: Mutex<Option<Clipboard>> = Mutex::new(None);

/// Puts a text into the clipboard when it is there. Answers whether it worked.
pub async fn copy(text: impl Future<Output = Option<String>> + 'static) -> bool {
    let Some(text) = text.await else { return false };
    // Off the window's thread: the system may take its time.
    tokio::task::spawn_blocking(move || put(text).is_ok()).await.unwrap_or(false)
}

fn put(text: String) -> Result<(), Error> {
    let mut open = CLIPBOARD.lock().unwrap_or_else(PoisonError::into_inner);
    let clipboard = match open.take() {
        Some(clipboard) => clipboard,
        None => Clipboard::new()?,
    };
    open.insert(clipboard).set_text(text)
}
