//! Passkeys, for the pages that offer them.

use dioxus::prelude::*;

use super::passkeys_supported;

/// Whether to offer passkeys. Not before the page has come to life: the server that rendered it can't know,
/// and both have to render the same first.
pub fn use_passkeys() -> ReadSignal<bool> {
    let mut supported = use_signal(|| false);
    use_effect(move || supported.set(passkeys_supported()));
    supported.into()
}
