//! The frame of the pages for those who are not signed in.

use dioxus::prelude::*;

use crate::{
    components::SubmitButton,
    features::shell::{BrandMark, use_focus_on_navigation, use_page_title},
    routes::{LoginQuery, Route},
    state::{use_instance, use_texts},
};

/// Brand, card with a title and a lead, a line below.
#[component]
pub fn AuthPage(
    title: &'static str,
    #[props(default)] lead: Option<Element>,
    foot: Element,
    children: Element,
) -> Element {
    use_page_title(title, false);
    use_focus_on_navigation();
    rsx! {
        main { class: "auth", id: "content", tabindex: "-1",
            Link { class: "brand", to: Route::Login(LoginQuery::default()),
                BrandMark {}
                span { class: "brand-name", {use_instance().brand} }
            }
            div { class: "auth-card",
                div {
                    h1 { class: "auth-title", {title} }
                    if let Some(lead) = lead {
                        p { class: "auth-lead", {lead} }
                    }
                }
                {children}
            }
            p { class: "auth-foot", {foot} }
        }
    }
}

/// The button of a form that only the app can send, and what is needed where there is no app.
#[component]
pub fn AuthSubmit(label: &'static str, busy: bool) -> Element {
    rsx! {
        SubmitButton { label, busy, block: true, live_only: true }
        p { class: "hint without-script", {use_texts().needs_script()} }
    }
}

/// Back to the login page.
#[component]
pub fn BackToLogin(label: &'static str) -> Element {
    rsx! {
        Link { to: Route::Login(LoginQuery::default()), {label} }
    }
}
