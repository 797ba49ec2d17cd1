//! The program of a page: `server` renders it first, `web` brings it to life, `desktop` shows it
//! in a window. This file only picks which.
//!
//! Imports `domain`, the client stubs of `server`, and `app-assets`.

mod app;
mod components;
mod features;
mod platform;
mod routes;
mod state;

#[cfg(not(any(feature = "desktop", feature = "server", feature = "web")))]
compile_error!("ui is built with one of the features desktop, server or web");

#[cfg(feature = "server")]
fn main() -> std::process::ExitCode {
    server::cli::main(app::App)
}

#[cfg(all(feature = "web", not(feature = "server")))]
fn main() {
    dioxus::launch(app::App);
}

#[cfg(all(feature = "desktop", not(any(feature = "server", feature = "web"))))]
fn main() {
    platform::launch(app::App);
}
