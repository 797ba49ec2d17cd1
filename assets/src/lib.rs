//! The files a page needs, bundled, hashed and served for ever: styles and icons.
//!
//! `asset!()` can't reach outside its own crate, so the top-level `assets` folder is one.

use dioxus::prelude::{Asset, asset, manganis};

/// The one style sheet.
pub const STYLES: Asset = asset!("/css/app.css");

/// The icon in the browser's tab.
pub const FAVICON: Asset = asset!("/icons/favicon.svg");

/// The icon of the desktop app's window, as it is: the window wants it before any file is served.
pub const APP_ICON: &[u8] = include_bytes!("../icons/app-icon.png");
