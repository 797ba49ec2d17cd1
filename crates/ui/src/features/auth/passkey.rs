//! The button that logs in with a passkey, where the browser has them.

use dioxus::prelude::*;
use domain::{AppError, identity::SignedIn};
use server::rpc::{
    RpcError,
    auth::{begin_passkey_sign_in, finish_passkey_sign_in},
};

use super::way_on::carry;
use crate::{
    components::{Icon, Shape},
    features::submission::{SubmissionBanner, use_submission},
    platform,
    state::use_instance,
};

/// The button, below its children. Until the page has come to life nobody knows whether there are passkeys:
/// meanwhile there is an empty place for it, so that nothing moves under the person's pointer.
#[component]
pub fn PasskeyButton(
    label: &'static str,
    /// Whether this device is to be spared the second step.
    #[props(default)]
    trust: bool,
    /// What came of it; nothing when the sign-in has to begin anew.
    onoutcome: EventHandler<Option<SignedIn>>,
    children: Element,
) -> Element {
    let submission = use_submission("");
    let supported = platform::use_passkeys();
    if !use_instance().passkeys || supported() == Some(false) {
        return VNode::empty();
    }
    rsx! {
        div { class: "other-way", "data-unknown": supported().is_none().then_some("true"),
            {children}
            SubmissionBanner { submission }
            button {
                class: "button button-block",
                r#type: "button",
                "aria-disabled": submission.busy().then_some("true"),
                "aria-busy": submission.busy().then_some("true"),
                onclick: move |_| submission.start(ask(trust, onoutcome)),
                if submission.busy() {
                    span { class: "spinner", "aria-hidden": "true" }
                } else {
                    Icon { shape: Shape::Fingerprint, small: true }
                }
                {label}
            }
        }
    }
}

/// There is no outcome when the person closed the browser's question.
async fn ask(trust: bool, onoutcome: EventHandler<Option<SignedIn>>) -> Result<(), AppError> {
    let request = begin_passkey_sign_in().await.map_err(|RpcError(error)| error)?;
    if let Some(answer) = platform::get_passkey(&request.options).await? {
        // On the heap: on the server it is the whole sign-in.
        let signing_in = Box::pin(finish_passkey_sign_in(request.ceremony, answer, trust));
        onoutcome.call(carry(signing_in).await?);
    }
    Ok(())
}
