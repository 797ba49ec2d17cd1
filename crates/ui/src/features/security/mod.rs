//! The Security tab. For now: how to reset the password, and the way out.

use dioxus::prelude::*;

use crate::{
    components::{Card, Icon, Shape},
    features::shell::{LogoutForm, use_page_title},
    state::{use_me, use_texts},
};

/// `/settings/security`
#[component]
pub fn SecurityPage() -> Element {
    let texts = use_texts();
    let me = use_me();
    use_page_title(texts.security(), true);
    rsx! {
        Card {
            id: "password",
            title: texts.password(),
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
