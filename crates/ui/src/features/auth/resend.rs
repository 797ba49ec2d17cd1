//! Asking for another code, once a minute.

use std::{future::Future, pin::Pin};

use dioxus::prelude::*;
use domain::identity::FlowId;
use server::rpc::{RpcError, RpcResult, auth::resend};

use crate::{
    components::{Banner, Kind},
    features::submission::{Submission, use_submission},
    platform,
    state::use_texts,
};

/// Seconds between two mails: long enough for one to arrive.
const PAUSE: u32 = 60;

/// A question to the server for another code.
type Asked = Pin<Box<dyn Future<Output = RpcResult<()>>>>;

/// Another code for a flow.
#[derive(Clone, Copy, PartialEq)]
pub struct Resend {
    flow: Signal<String>,
    ask: Callback<FlowId, Asked>,
    submission: Submission,
    seconds_left: Signal<u32>,
    done: Signal<bool>,
}

/// The first mail has just been sent, so the pause begins at once.
pub fn use_resend(flow: &str) -> Resend {
    use_resend_by(flow, resend)
}

/// The same where another function of the server's has to `ask` for the code.
pub fn use_resend_by<F>(flow: &str, mut ask: impl FnMut(FlowId) -> F + 'static) -> Resend
where
    F: Future<Output = RpcResult<()>> + 'static,
{
    let resend = Resend {
        flow: use_signal(|| flow.to_owned()),
        ask: use_callback(move |flow| -> Asked { Box::pin(ask(flow)) }),
        submission: use_submission(""),
        seconds_left: use_signal(|| PAUSE),
        done: use_signal(|| false),
    };
    use_effect(move || {
        spawn(resend.count_down());
    });
    resend
}

impl Resend {
    async fn count_down(mut self) {
        while *self.seconds_left.peek() > 0 {
            platform::sleep(1000).await;
            self.seconds_left -= 1;
        }
    }

    fn start(mut self) {
        self.done.set(false);
        self.submission.start(async move {
            let flow = FlowId::parse(&self.flow.peek())?;
            self.ask.call(flow).await.map_err(|RpcError(error)| error)?;
            self.done.set(true);
            self.seconds_left.set(PAUSE);
            spawn(self.count_down());
            Ok(())
        });
    }
}

/// What came of it.
#[component]
pub fn ResendNotice(resend: Resend) -> Element {
    let texts = use_texts();
    rsx! {
        if let Some(error) = resend.submission.error() {
            Banner { kind: Kind::Danger, text: error.text(texts) }
        }
        if *resend.done.read() {
            Banner { kind: Kind::Success, text: texts.resend_done() }
        }
    }
}

/// The button, and how long until it works.
#[component]
pub fn ResendLink(resend: Resend) -> Element {
    let texts = use_texts();
    let left = *resend.seconds_left.read();
    rsx! {
        div { class: "auth-links small",
            span { class: "muted", {texts.resend_hint()} }
            button { class: "link-button", r#type: "button", disabled: left > 0 || resend.submission.busy(),
                onclick: move |_| resend.start(),
                if left > 0 {
                    {texts.resend_wait(&format!("{}:{:02}", left / 60, left % 60))}
                } else {
                    {texts.resend_submit()}
                }
            }
        }
    }
}
