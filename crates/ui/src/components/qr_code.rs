//! A QR code.

use dioxus::prelude::*;

/// The empty squares around a code, without which a camera does not find it (ISO/IEC 18004).
const QUIET: u32 = 4;

/// The drawing: dark on white in every theme, because that is what every camera can read.
#[component]
pub fn QrCode(
    /// How many squares wide and high.
    size: u32,
    /// The `d` of a path that fills the dark ones.
    path: String,
    /// What a screen reader hears.
    label: &'static str,
) -> Element {
    let whole = size.saturating_add(2 * QUIET);
    rsx! {
        svg { class: "qr", view_box: "-{QUIET} -{QUIET} {whole} {whole}", role: "img", "aria-label": label,
            path { class: "qr-dark", d: path }
        }
    }
}
