//! The page: its data, or the shape of it while it is on its way.

use dioxus::prelude::*;

use crate::{
    features::shell::{Breadcrumb, use_page_title},
    routes::Route,
    state::use_texts,
};

/// `/settings/account/delete`
#[component]
pub fn DeletionPage() -> Element {
    let texts = use_texts();
    use_page_title(texts.deletion_title(), true);
    rsx! {
        Breadcrumb { to: Route::Account, parent: texts.account(), here: texts.deletion_title() }
    }
}
