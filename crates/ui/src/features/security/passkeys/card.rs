//! The list.

use dioxus::prelude::*;
use domain::security::Passkey;

use super::{
    add::{AddButton, NameDialog, Unnamed},
    remove::RemoveDialog,
    rename::RenameDialog,
};
use crate::{
    components::{Card, Icon, RowMenu, RowMenuItem, Shape},
    features::security::place::line,
    platform,
    state::use_texts,
};

/// The id of the card.
pub const CARD: &str = "passkeys";

/// All of them, and the button for another where the browser knows passkeys.
#[component]
pub fn PasskeysCard(passkeys: Vec<Passkey>) -> Element {
    let texts = use_texts();
    let supported = platform::use_passkeys();
    let unnamed = use_signal(|| None::<Unnamed>);
    let renaming = use_signal(|| None::<Passkey>);
    let removing = use_signal(|| None::<Passkey>);
    let empty = passkeys.is_empty();
    let names: Vec<String> = passkeys.iter().map(|passkey| passkey.name.clone()).collect();
    rsx! {
        Card {
            id: CARD,
            title: texts.passkeys(),
            description: texts.passkeys_text(),
            focusable: true,
            flush: true,
            action: (supported() != Some(false)).then(|| rsx! {
                AddButton { unnamed, known: supported().is_some() }
            }),
            if empty {
                Empty { supported: supported() != Some(false) }
            } else {
                ul { class: "card-list",
                    for passkey in passkeys {
                        PasskeyRow { key: "{passkey.id}", passkey, renaming, removing }
                    }
                }
            }
        }
        NameDialog { unnamed, names }
        RenameDialog { renaming }
        RemoveDialog { removing }
    }
}

#[component]
fn Empty(supported: bool) -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "empty",
            span { class: "emblem",
                Icon { shape: Shape::Fingerprint }
            }
            h3 { {texts.passkeys_empty()} }
            p { {texts.passkeys_empty_text()} }
            if !supported {
                p { class: "small", {texts.passkeys_unsupported()} }
            }
        }
    }
}

#[component]
fn PasskeyRow(
    passkey: Passkey,
    renaming: Signal<Option<Passkey>>,
    removing: Signal<Option<Passkey>>,
) -> Element {
    let texts = use_texts();
    let (mut renaming, mut removing) = (renaming, removing);
    let menu = format!("passkey-{}", passkey.id);
    let added = texts.passkey_added(&passkey.created_at.date(texts));
    let used = match passkey.last_used_at {
        Some(at) => texts.passkey_used(&at.date_time(texts)),
        None => texts.passkey_unused().to_owned(),
    };
    let (renamed, removed) = (passkey.clone(), passkey.clone());
    rsx! {
        li { class: "list-item",
            span { class: "list-icon",
                Icon { shape: Shape::Fingerprint }
            }
            div { class: "list-main",
                div { class: "list-title",
                    h3 { {passkey.name.clone()} }
                }
                p { class: "list-meta", {line([Some(added), Some(used)])} }
            }
            div { class: "list-end",
                RowMenu { id: menu.clone(), label: texts.passkey_actions(&passkey.name),
                    RowMenuItem {
                        menu: menu.clone(),
                        label: texts.key_rename(),
                        onselect: move |()| renaming.set(Some(renamed.clone())),
                    }
                    RowMenuItem {
                        menu,
                        label: texts.remove(),
                        danger: true,
                        onselect: move |()| removing.set(Some(removed.clone())),
                    }
                }
            }
        }
    }
}
