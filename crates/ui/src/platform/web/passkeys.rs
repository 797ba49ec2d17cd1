//! Passkeys, through the browser's own reading and writing of their JSON (Web Authentication Level 3, 5.1).
//! A browser without it counts as one without passkeys.

use domain::{AppError, ErrorCode};
use js_sys::{Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How the browser reads the options of a new passkey. Last of what is needed to come to the browsers.
const READ_CREATION: &str = "parseCreationOptionsFromJSON";
/// How it reads those of a sign-in.
const READ_REQUEST: &str = "parseRequestOptionsFromJSON";
/// The browser's names for an end that the person chose, or was told of by the browser: closed or timed out,
/// interrupted, and a device that has a passkey of the account already.
const QUIET: [&str; 3] = ["NotAllowedError", "AbortError", "InvalidStateError"];

/// Whether there can be passkeys here. Not where the page is not served securely.
pub fn passkeys_supported() -> bool {
    public_key_credential().is_ok_and(|class| method(&class, READ_CREATION).is_ok())
}

/// Has the browser make a passkey. Answers with its `RegistrationResponseJSON`, or nothing when the person
/// did not want to.
///
/// # Errors
/// [`ErrorCode::PasskeyRefused`] when the browser can't.
pub async fn create_passkey(options: &str) -> Result<Option<String>, AppError> {
    quietly(ask("create", READ_CREATION, options).await)
}

/// Has the browser sign in with a passkey. Answers with its `AuthenticationResponseJSON`, or nothing when
/// the person did not want to.
///
/// # Errors
/// [`ErrorCode::PasskeyRefused`] when the browser can't.
pub async fn get_passkey(options: &str) -> Result<Option<String>, AppError> {
    quietly(ask("get", READ_REQUEST, options).await)
}

async fn ask(what: &str, read: &str, options: &str) -> Result<String, JsValue> {
    let class = public_key_credential()?;
    let options = method(&class, read)?.call1(&class, &JSON::parse(options)?)?;
    let request = Object::new();
    Reflect::set(&request, &"publicKey".into(), &options)?;
    let navigator = web_sys::window().ok_or(JsValue::NULL)?.navigator();
    let credentials = Reflect::get(&navigator, &"credentials".into())?;
    let answer = method(&credentials, what)?.call1(&credentials, &request)?.dyn_into::<Promise>()?;
    let credential = JsFuture::from(answer).await?;
    // Asks the credential's own `toJSON`.
    JSON::stringify(&credential).map(String::from)
}

fn quietly(answer: Result<String, JsValue>) -> Result<Option<String>, AppError> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if QUIET.iter().any(|quiet| name(&error).as_deref() == Some(quiet)) => Ok(None),
        Err(_) => Err(AppError::new(ErrorCode::PasskeyRefused)),
    }
}

fn name(error: &JsValue) -> Option<String> {
    Reflect::get(error, &"name".into()).ok()?.as_string()
}

/// Undefined in an old browser, and where the page is not served securely.
fn public_key_credential() -> Result<JsValue, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    Reflect::get(&window, &"PublicKeyCredential".into())
}

/// Fails also where `object` is none.
fn method(object: &JsValue, name: &str) -> Result<Function, JsValue> {
    Reflect::get(object, &name.into())?.dyn_into()
}
