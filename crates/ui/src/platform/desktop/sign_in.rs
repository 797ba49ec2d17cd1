//! The sign-in that outlives the window: in the system's keyring, or, where there is none, in a
//! file that only its owner can read.

use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::Write,
    path::PathBuf,
};

use dioxus::fullstack::{
    HeaderMap, HeaderValue, get_server_url,
    http::{
        HeaderName,
        header::{ACCEPT_LANGUAGE, AUTHORIZATION},
    },
    set_request_headers,
};

use super::{locale, window::project};

/// The name in the keyring. The user's name there is the server's address.
const SERVICE: &str = "personal-settings";
/// Tells the server that a bearer is wanted, not a cookie.
const MARKER: HeaderName = HeaderName::from_static("x-personal-settings-client");

/// Sends the kept sign-in with every call.
pub fn take_up() {
    let server = get_server_url();
    let kept = from_keyring(server).or_else(|| from_file(server));
    send_with_calls(kept.as_deref());
}

/// Keeps a sign-in and sends it with every call. When it can't be kept it lasts as long as the
/// window.
pub async fn keep_sign_in(bearer: Option<String>) {
    send_with_calls(bearer.as_deref());
    store(bearer).await;
}

/// Forgets the sign-in.
pub async fn forget_sign_in() {
    send_with_calls(None);
    store(None).await;
}

fn send_with_calls(bearer: Option<&str>) {
    let mut headers = HeaderMap::new();
    headers.insert(MARKER, HeaderValue::from_static("desktop"));
    headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(locale().tag()));
    let value = bearer.and_then(|bearer| HeaderValue::from_str(&format!("Bearer {bearer}")).ok());
    if let Some(mut value) = value {
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    set_request_headers(headers);
}

/// Off the window's thread: a keyring may ask the person to unlock it.
async fn store(bearer: Option<String>) {
    let server = get_server_url();
    let work = move || match bearer {
        Some(bearer) if to_keyring(server, &bearer) => to_file(server, None),
        Some(bearer) => to_file(server, Some(bearer)),
        None => {
            forget_in_keyring(server);
            to_file(server, None)
        }
    };
    // A failure costs a login after the next start, nothing else, and the person could do nothing
    // about it here.
    let _ = tokio::task::spawn_blocking(work).await;
}

fn from_keyring(server: &str) -> Option<String> {
    keyring::Entry::new(SERVICE, server).ok()?.get_password().ok()
}

fn to_keyring(server: &str, bearer: &str) -> bool {
    keyring::Entry::new(SERVICE, server).is_ok_and(|entry| entry.set_password(bearer).is_ok())
}

fn forget_in_keyring(server: &str) {
    if let Ok(entry) = keyring::Entry::new(SERVICE, server) {
        // Fails when there is none, which is what is wanted.
        let _ = entry.delete_credential();
    }
}

fn file() -> Option<PathBuf> {
    Some(project()?.data_dir().join("sign-ins.json"))
}

/// The sign-ins by server.
fn read_file() -> BTreeMap<String, String> {
    let text = file().and_then(|file| fs::read_to_string(file).ok());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn from_file(server: &str) -> Option<String> {
    read_file().remove(server)
}

fn to_file(server: &str, bearer: Option<String>) -> Option<()> {
    let before = read_file();
    let mut after = before.clone();
    match bearer {
        Some(bearer) => after.insert(server.to_owned(), bearer),
        None => after.remove(server),
    };
    if after == before {
        return Some(());
    }
    let file = file()?;
    fs::create_dir_all(file.parent()?).ok()?;
    // Written whole beside it, then moved into place: never half a file, never a readable one.
    let fresh = file.with_extension("new");
    // A left-over of a crash could have any mode.
    let _ = fs::remove_file(&fresh);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&fresh).ok()?.write_all(serde_json::to_string(&after).ok()?.as_bytes()).ok()?;
    fs::rename(fresh, file).ok()
}
