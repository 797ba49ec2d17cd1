//! The password: the guide's way to reset it, and the way out that it takes.

use dioxus::prelude::*;

use crate::{
    components::{Card, Icon, Shape},
    features::shell::LogoutForm,
    state::{use_me, use_texts},
};

/// The card, with another way as its action.
#[component]
pub fn PasswordCard(action: Element) -> Element {
    let texts = use_texts();
    let me = use_me();
    rsx! {
        Card {
            id: "password",
            title: texts.password(),
            action,
            footer: rsx! {
                p { class: "card-note", {texts.logged_in_as(&me.read().email)} }
                LogoutForm {
                    div { class: "actions",
                        button { class: "button", r#type: "submit",
                            Icon { shape: Shape::LogOut, small: true }
                            {texts.logout()}
                        }
                    }
                }
            },
            p { {texts.password_reset_guide()} }
        }
    }
}
