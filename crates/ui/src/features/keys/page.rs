//! The tab: its data, or the shape of it while it is on its way.

use dioxus::prelude::*;
use domain::token::TokensPage;
use server::rpc::tokens::read_tokens;

use super::{
    activity::ActivityCard, create::CreateDialog, curl::CurlCard, ended::EndedKeys, list::KeysCard,
    made::MadeDialog, rename::RenameDialog, revoke::RevokeDialog, rotate::RotateDialog,
    skeleton::KeysSkeleton, state::use_keys_provider,
};
use crate::{
    components::{Icon, Shape},
    features::{
        data::{Data, DataFailed, use_data},
        shell::use_page_title,
    },
    state::use_texts,
};

/// `/settings/keys`
#[component]
pub fn KeysPage() -> Element {
    use_page_title(use_texts().api_keys(), true);
    rsx! {
        SuspenseBoundary {
            fallback: |_| rsx! { KeysSkeleton {} },
            KeysLoader {}
        }
    }
}

#[component]
fn KeysLoader() -> Element {
    let mut data = use_data(read_tokens)?;
    match data() {
        Ok(page) => rsx! { KeysTab { data, page } },
        Err(error) => rsx! { DataFailed { error, onretry: move |()| data.restart() } },
    }
}

#[component]
fn KeysTab(data: Data<TokensPage>, page: TokensPage) -> Element {
    use_keys_provider(&data);
    let TokensPage { tokens, events, api_url, now } = page;
    let (live, ended): (Vec<_>, Vec<_>) = tokens.into_iter().partition(|token| token.state.works());
    let names: Vec<String> = live.iter().chain(&ended).map(|token| token.name.clone()).collect();
    rsx! {
        Reminder {}
        KeysCard { tokens: live, now }
        if !ended.is_empty() {
            EndedKeys { tokens: ended, now }
        }
        CurlCard { api_url }
        ActivityCard { events }
        CreateDialog { names, now }
        RenameDialog {}
        RotateDialog {}
        RevokeDialog {}
        MadeDialog {}
    }
}

/// Always there, so it is no alert.
#[component]
pub fn Reminder() -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "banner", "data-kind": "warning", role: "note",
            Icon { shape: Shape::Warning }
            div { class: "banner-text",
                p { class: "banner-title", {texts.keys_safe_title()} }
                p { {texts.keys_safe_text()} }
            }
        }
    }
}
