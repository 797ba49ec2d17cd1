//! What only one kind of client can do, behind the same functions for all: `web` through the
//! browser's own interfaces (its Content-Security-Policy forbids eval), `desktop` through the
//! webview, `server` not at all.

#[cfg(all(feature = "desktop", not(any(feature = "server", feature = "web"))))]
mod desktop;
mod downloads;
mod passkeys;
#[cfg(feature = "server")]
mod server;
#[cfg(all(feature = "web", not(feature = "server")))]
mod web;
mod windows;

#[cfg(all(feature = "desktop", not(any(feature = "server", feature = "web"))))]
pub use desktop::*;
pub use downloads::Saved;
pub use passkeys::use_passkeys;
#[cfg(feature = "server")]
pub use server::*;
#[cfg(all(feature = "web", not(feature = "server")))]
pub use web::*;
pub use windows::Heard;
