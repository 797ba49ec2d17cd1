//! The Account tab. For now: whose account it is, and since when.

mod deletion;

use dioxus::prelude::*;
use server::rpc::account::read_account;

use crate::{
    components::{Card, CardSkeleton},
    features::{
        data::{DataFailed, use_data},
        shell::use_page_title,
    },
    state::use_texts,
};

pub use deletion::DeletionPage;

/// `/settings/account`
#[component]
pub fn AccountPage() -> Element {
    let texts = use_texts();
    use_page_title(texts.account(), true);
    rsx! {
        SuspenseBoundary {
            fallback: move |_| rsx! { CardSkeleton { loading: texts.loading() } },
            AccountCard {}
        }
    }
}

#[component]
fn AccountCard() -> Element {
    let mut account = use_data(read_account)?;
    let texts = use_texts();
    let account_now = match account() {
        Ok(account) => account.summary,
        Err(error) => return rsx! { DataFailed { error, onretry: move |()| account.restart() } },
    };
    rsx! {
        Card {
            id: "account",
            title: texts.personal_account(),
            description: texts.account_description(),
            dl { class: "facts",
                div { class: "fact",
                    dt { {texts.email()} }
                    dd { {account_now.email} }
                }
                div { class: "fact",
                    dt { {texts.member_since()} }
                    dd { {account_now.created_at.date(texts)} }
                }
            }
        }
    }
}
