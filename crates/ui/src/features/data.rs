//! A page's data: fetched on the server, carried in the page, fetched again by the client.

use std::future::Future;

use dioxus::{core::CapturedError, fullstack::Loader, prelude::*};
use domain::{AppError, ErrorCode};
use serde::{Serialize, de::DeserializeOwned};
use server::rpc::{RpcError, RpcResult};

use crate::{
    components::{Icon, Shape},
    platform,
    routes::Route,
    state::use_texts,
};

/// Data or why there is none. The error is part of the value, so that the client gets it typed
/// also when it happened while the server rendered the page.
pub type Data<T> = Loader<Result<T, AppError>>;

/// Fetches; the component waits in its suspense boundary meanwhile.
pub fn use_data<T, F>(mut fetch: impl FnMut() -> F + 'static) -> Result<Data<T>, RenderError>
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + 'static,
    F: Future<Output = RpcResult<T>> + 'static,
{
    let loader = use_loader(move || {
        let answer = fetch();
        async move { Ok::<_, CapturedError>(answer.await.map_err(|RpcError(error)| error)) }
    })?;
    Ok(loader)
}

/// In place of a card whose data did not come. Whoever is signed out goes to the login page and
/// comes back.
#[component]
pub fn DataFailed(error: AppError, onretry: EventHandler<()>) -> Element {
    let texts = use_texts();
    platform::use_status(error.code.status());
    if error.code == ErrorCode::SignedOut {
        return rsx! { ToLogin {} };
    }
    rsx! {
        section { class: "card",
            div { class: "empty", role: "alert",
                span { class: "emblem", "data-kind": "danger",
                    Icon { shape: if error.code == ErrorCode::Unreachable { Shape::Offline } else { Shape::Warning } }
                }
                h2 { class: "card-title",
                    if error.code == ErrorCode::Unreachable {
                        {texts.unreachable_title()}
                    } else {
                        {texts.failed_title()}
                    }
                }
                p { {error.text(texts)} }
                button { class: "button", r#type: "button", onclick: move |_| onretry.call(()),
                    Icon { shape: Shape::Retry, small: true }
                    {texts.retry()}
                }
            }
        }
    }
}

/// Sends the person to the login page, and back here after it.
#[component]
pub fn ToLogin() -> Element {
    let here = use_route::<Route>();
    let navigator = use_navigator();
    use_effect(move || {
        navigator.replace(here.login_then());
    });
    VNode::empty()
}
