//! The desktop window: a webview around the same pages, talking to the server it is pointed at.

mod clipboard;
mod connection;
mod downloads;
mod memory;
mod page;
mod server_choice;
mod sign_in;
mod window;

use clap::Parser as _;
use dioxus::prelude::*;

pub use clipboard::copy;
pub use connection::in_time;
pub use downloads::save_file;
pub use memory::{forget, recall, remember};
pub use page::*;
pub use server_choice::{link_to, server_address};
pub use sign_in::{forget_sign_in, keep_device, keep_sign_in};

/// Reads the command line, takes up the kept sign-in, opens the window.
pub fn launch(app: fn() -> Element) {
    connection::prepare();
    server_choice::choose(server_choice::Arguments::parse());
    sign_in::take_up();
    LaunchBuilder::new().with_cfg(window::config()).launch(app);
}
