//! What only one kind of client can do, behind the same functions for all: `web` through the
//! browser's own interfaces (its Content-Security-Policy forbids eval), `desktop` through the
//! webview, `server` not at all.

use dioxus::prelude::*;

#[cfg(all(feature = "desktop", not(any(feature = "server", feature = "web"))))]
mod desktop;
#[cfg(feature = "server")]
mod server;
#[cfg(all(feature = "web", not(feature = "server")))]
mod web;

#[cfg(all(feature = "desktop", not(any(feature = "server", feature = "web"))))]
pub use desktop::*;
#[cfg(feature = "server")]
pub use server::*;
#[cfg(all(feature = "web", not(feature = "server")))]
pub use web::*;

/// Whether to offer passkeys. Not before the page has come to life: the server that rendered it can't know,
/// and both have to render the same first.
pub fn use_passkeys() -> ReadSignal<bool> {
    let mut supported = use_signal(|| false);
    use_effect(move || supported.set(passkeys_supported()));
    supported.into()
}
