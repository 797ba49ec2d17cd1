//! Passkeys, for the pages that offer them.

use dioxus::prelude::*;

use super::passkeys_supported;

/// Whether there are passkeys here. Nothing before the page has come to life: the server that rendered it
/// can't know, and both have to render the same first.
pub fn use_passkeys() -> ReadSignal<Option<bool>> {
    let mut supported = use_signal(|| None);
    use_effect(move || supported.set(Some(passkeys_supported())));
    supported.into()
}
