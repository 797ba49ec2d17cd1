//! The sign-in that outlives the window, and what makes the device known to the server: in the system's
//! keyring, or, where there is none, in a file that only its owner can read.

use std::{
    collections::BTreeMap,
    fs,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use dioxus::fullstack::{
    HeaderMap, HeaderValue, get_server_url,
    http::{
        HeaderName,
        header::{ACCEPT_LANGUAGE, AUTHORIZATION},
    },
    set_request_headers,
};

use super::{locale, memory::write_private, window::project};

/// Tells the server that a bearer is wanted, not a cookie.
const MARKER: HeaderName = HeaderName::from_static("x-personal-settings-client");
/// Says what this device was given.
const DEVICE: HeaderName = HeaderName::from_static("x-personal-settings-device");

/// A secret of the server's that the window keeps.
#[derive(Clone, Copy)]
enum Kept {
    /// The sign-in.
    SignIn,
    /// What makes the device known, whoever signs in.
    Device,
}

impl Kept {
    /// The name in the keyring. The user's name there is the server's address.
    const fn service(self) -> &'static str {
        match self {
            Self::SignIn => "personal-settings",
            Self::Device => "personal-settings-device",
        }
    }

    /// The name of the file.
    const fn file_name(self) -> &'static str {
        match self {
            Self::SignIn => "sign-ins.json",
            Self::Device => "devices.json",
        }
    }
}

/// What goes with every call.
struct Sent {
    bearer: Option<String>,
    device: Option<String>,
}

static SENT: Mutex<Sent> = Mutex::new(Sent { bearer: None, device: None });

/// Sends what is kept with every call.
pub fn take_up() {
    let server = get_server_url();
    let kept = |kept| from_keyring(kept, server).or_else(|| from_file(kept, server));
    let (bearer, device) = (kept(Kept::SignIn), kept(Kept::Device));
    send_with_calls(|sent| *sent = Sent { bearer, device });
}

/// Keeps a sign-in and sends it with every call. When it can't be kept it lasts as long as the
/// window.
pub async fn keep_sign_in(bearer: Option<String>) {
    send_with_calls(|sent| sent.bearer.clone_from(&bearer));
    store(Kept::SignIn, bearer).await;
}

/// Keeps what makes the device known, and sends it with every call, also after the sign-in has ended.
pub async fn keep_device(device: String) {
    send_with_calls(|sent| sent.device = Some(device.clone()));
    store(Kept::Device, Some(device)).await;
}

/// Forgets the sign-in.
pub async fn forget_sign_in() {
    keep_sign_in(None).await;
}

fn send_with_calls(change: impl FnOnce(&mut Sent)) {
    let mut sent = SENT.lock().unwrap_or_else(PoisonError::into_inner);
    change(&mut sent);
    let mut headers = HeaderMap::new();
    headers.insert(MARKER, HeaderValue::from_static("desktop"));
    headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(locale().tag()));
    let bearer = sent.bearer.as_ref().map(|bearer| format!("Bearer {bearer}"));
    for (name, text) in [(AUTHORIZATION, bearer), (DEVICE, sent.device.clone())] {
        if let Some(mut value) = text.and_then(|text| HeaderValue::from_str(&text).ok()) {
            value.set_sensitive(true);
            headers.insert(name, value);
        }
    }
    set_request_headers(headers);
}

/// Off the window's thread: a keyring may ask the person to unlock it.
async fn store(kept: Kept, secret: Option<String>) {
    let server = get_server_url();
    let work = move || match secret {
        Some(secret) if to_keyring(kept, server, &secret) => to_file(kept, server, None),
        Some(secret) => to_file(kept, server, Some(secret)),
        None => {
            forget_in_keyring(kept, server);
            to_file(kept, server, None)
        }
    };
    // A failure costs a login after the next start, nothing else, and the person could do nothing
    // about it here.
    let _ = tokio::task::spawn_blocking(work).await;
}

fn from_keyring(kept: Kept, server: &str) -> Option<String> {
    keyring::Entry::new(kept.service(), server).ok()?.get_password().ok()
}

fn to_keyring(kept: Kept, server: &str, secret: &str) -> bool {
    keyring::Entry::new(kept.service(), server).is_ok_and(|entry| entry.set_password(secret).is_ok())
}

fn forget_in_keyring(kept: Kept, server: &str) {
    if let Ok(entry) = keyring::Entry::new(kept.service(), server) {
        // Fails when there is none, which is what is wanted.
        let _ = entry.delete_credential();
    }
}

fn file(kept: Kept) -> Option<PathBuf> {
    Some(project()?.data_dir().join(kept.file_name()))
}

/// The secrets by server.
fn read_file(kept: Kept) -> BTreeMap<String, String> {
    let text = file(kept).and_then(|file| fs::read_to_string(file).ok());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn from_file(kept: Kept, server: &str) -> Option<String> {
    read_file(kept).remove(server)
}

fn to_file(kept: Kept, server: &str, secret: Option<String>) -> Option<()> {
    let before = read_file(kept);
    let mut after = before.clone();
    match secret {
        Some(secret) => after.insert(server.to_owned(), secret),
        None => after.remove(server),
    };
    if after == before {
        return Some(());
    }
    write_private(&file(kept)?, &serde_json::to_string(&after).ok()?)
}
