//! One request: what the person wrote, and what support answered.

use dioxus::prelude::*;
use domain::{
    AppError, ErrorCode,
    notification::{Notification, NotificationFilter, NotificationKind},
    support::{SupportReply, SupportRequest, SupportState, SupportThread},
};
use server::rpc::support::read_support_request;

use super::words::StateBadge;
use crate::{
    components::{Card, CardSkeleton},
    features::{
        data::{Data, DataFailed, use_data},
        notifications::use_notices,
        shell::{Breadcrumb, NothingHere, use_page_title, use_title_in},
    },
    platform,
    routes::Route,
    state::use_texts,
};

/// `/support/:reference`
#[component]
pub fn RequestPage(reference: String) -> Element {
    let texts = use_texts();
    rsx! {
        // A list of one: only there a new key makes a new element, with another request in it.
        for reference in [reference] {
            SuspenseBoundary {
                key: "{reference}",
                fallback: move |_| rsx! { CardSkeleton { loading: texts.loading() } },
                RequestLoader { reference }
            }
        }
    }
}

#[component]
fn RequestLoader(reference: String) -> Element {
    let asked = reference.clone();
    let mut thread = use_data(move || read_support_request(asked.clone()))?;
    use_answers(thread, reference);
    match thread() {
        Ok(thread) => rsx! { Thread { thread } },
        Err(error) if error.code == ErrorCode::NotFound => rsx! { NoRequest {} },
        Err(error) => rsx! { Failed { error, onretry: move |()| thread.restart() } },
    }
}

/// Shows an answer that comes while the page is open, and marks as read what told of it.
fn use_answers(mut thread: Data<SupportThread>, reference: String) {
    let notices = use_notices();
    let begun = use_hook(|| notices.latest());
    let mut heard = use_hook(|| CopyValue::new(0));
    let own = reference.clone();
    let is_own =
        move |told: &Notification| told.kind == NotificationKind::SupportReplied && told.message == own;
    use_effect(move || {
        let Some(told) = notices.latest_of(&is_own).filter(|told| told.number > *heard.peek()) else {
            return;
        };
        heard.set(told.number);
        if platform::in_sight() {
            notices.mark(&told, true);
        }
        if told.number > begun {
            let reference = reference.clone();
            spawn(async move {
                // Should it fail, the page stays as it was, and says nothing that is not so.
                if let Ok(newer) = read_support_request(reference).await {
                    thread.set(Ok(newer));
                }
            });
        }
    });
    // What came before is known only once somebody has looked.
    use_effect(move || {
        if notices.has_unread() && !notices.has(NotificationFilter::All) {
            spawn(async move {
                // Should it fail, the notification stays unread.
                let _ = notices.look(NotificationFilter::All).await;
            });
        }
    });
}

/// In place of a request that can't be shown now.
#[component]
fn Failed(error: AppError, onretry: EventHandler<()>) -> Element {
    use_page_title(use_texts().support(), false);
    rsx! { DataFailed { error, onretry } }
}

/// In place of a request that is not there, or not this person's.
#[component]
fn NoRequest() -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "message-page",
            NothingHere {
                Link { class: "button button-primary", to: Route::SUPPORT, {texts.go_to_support()} }
            }
        }
    }
}

#[component]
fn Thread(thread: SupportThread) -> Element {
    let texts = use_texts();
    let SupportThread { request, description, screenshot, replies } = thread;
    use_title_in(&request.reference, Some(texts.support()));
    let state = request.state;
    rsx! {
        Breadcrumb { to: Route::SUPPORT, parent: texts.support(), here: request.reference.clone() }
        div { class: "page-header",
            div { class: "page-heading",
                h1 { "{request.title}" }
                StateBadge { state }
            }
        }
        div { class: "stack",
            Card { id: "support-request", title: texts.support_request(),
                Facts { request, screenshot }
                p { class: "written", {description} }
            }
            if replies.is_empty() {
                p { class: "muted",
                    if state == SupportState::Closed { {texts.support_closed_text()} } else { {texts.support_waiting()} }
                }
            }
            for (index , reply) in replies.into_iter().enumerate() {
                Reply { key: "{index}", index, reply }
            }
        }
    }
}

#[component]
fn Facts(request: SupportRequest, screenshot: bool) -> Element {
    let texts = use_texts();
    let facts = [
        Some((texts.support_reference(), request.reference)),
        Some((texts.support_category_of(), request.category)),
        Some((texts.support_submitted(), request.created_at.date_time(texts))),
        screenshot.then(|| (texts.support_screenshot_of(), texts.support_screenshot_there().to_owned())),
    ];
    rsx! {
        dl { class: "facts",
            for (name , value) in facts.into_iter().flatten() {
                div { key: "{name}", class: "fact",
                    dt { {name} }
                    dd { {value} }
                }
            }
        }
    }
}

#[component]
fn Reply(index: usize, reply: SupportReply) -> Element {
    let texts = use_texts();
    rsx! {
        section { class: "card", "aria-labelledby": "support-reply-{index}",
            div { class: "card-header",
                div { class: "card-heading",
                    h2 { class: "card-title", id: "support-reply-{index}", {texts.support_answer()} }
                    p { class: "card-description", {reply.at.date_time(texts)} }
                }
            }
            div { class: "card-body",
                p { class: "written", {reply.text} }
            }
        }
    }
}
