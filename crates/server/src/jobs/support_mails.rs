//! The mails about requests to support: to support, a copy to the person, and support's answer.

use domain::{
    Texts,
    support::{SupportReply, SupportRequest},
};
use uuid::Uuid;

use super::{
    letter::Part,
    mails::{Cause, button, send, write},
};
use crate::{
    app::App,
    ports::mailer::{Attachment, Mail},
    service::{self, Failure},
    store::{
        self,
        people::Person,
        support::{StoredRequest, find, find_reply},
    },
};

/// Larger screenshots don't go along: mail servers take little more, and a mail that none takes says nothing.
const ATTACHED_MAX: usize = 5_000_000;

/// Mails a request to support, with everything that there is to know. An answer goes to the person.
pub(super) async fn send_request(app: &App, cause: Cause, request: Uuid) -> Result<(), Failure> {
    let Some(to) = app.config.support.email.clone() else { return Ok(()) };
    let Some(stored) = find(app.database.connection(), request).await? else { return Ok(()) };
    let person = person_of(app, &stored).await?;
    let screenshot = service::support::screenshot(app, &stored).await?;
    let texts = cause.texts;
    let request = &stored.request;
    let who = person.as_ref().map_or(texts.mail_support_nobody(), |person| person.email.as_str());
    let account = person.as_ref().map(|person| texts.mail_support_account(&person.id.to_string()));
    // Who is gone, or left it without their name, reads no answer.
    let next = person.as_ref().map(|_| texts.mail_support_answer(&request.reference));
    let subject = format!("[{}] {}: {}", request.reference, request.category, request.title);
    let is_large = screenshot.as_ref().is_some_and(|bytes| bytes.len() > ATTACHED_MAX);
    let elsewhere = is_large.then(|| texts.mail_support_screenshot(&request.reference));
    let after = [facts(texts, request, account), stored.description.clone()];
    let lead = std::iter::once(texts.mail_support_lead(who));
    let parts = lead.chain(after).chain(elsewhere).chain(next).map(Part::Text).collect();
    let mail = write(app, cause, to, subject, parts);
    let attachment = screenshot.filter(|_| !is_large).map(attached);
    let mail = Mail { reply_to: person.map(|person| person.email), attachment, ..mail };
    send(app, cause, &mail).await.map(drop)
}

/// Mails the person a copy of what they submitted, with its reference.
pub(super) async fn send_copy(app: &App, cause: Cause, request: Uuid) -> Result<(), Failure> {
    let Some(stored) = find(app.database.connection(), request).await? else { return Ok(()) };
    let Some(person) = person_of(app, &stored).await? else { return Ok(()) };
    let texts = cause.texts;
    let request = &stored.request;
    let subject = texts.mail_support_copy_subject(&app.config.brand.name, &request.reference);
    let lead = texts.mail_support_copy_lead(&request.reference);
    let wrote = [lead, facts(texts, request, None), stored.description.clone()].map(Part::Text);
    let next = to_request(app, texts, texts.mail_support_copy_next(), request);
    let mail = write(app, cause, person.email, subject, wrote.into_iter().chain([next]).collect());
    send(app, cause, &mail).await.map(drop)
}

/// Mails support's answer to the person. What they write back goes to support.
pub(super) async fn send_reply(app: &App, cause: Cause, reply: Uuid) -> Result<(), Failure> {
    let db = app.database.connection();
    let Some((request, SupportReply { text, .. })) = find_reply(db, reply).await? else { return Ok(()) };
    let Some(stored) = find(db, request).await? else { return Ok(()) };
    let Some(person) = person_of(app, &stored).await? else { return Ok(()) };
    let texts = cause.texts;
    let request = &stored.request;
    let subject = texts.mail_support_reply_subject(&request.reference, &request.title);
    let lead = texts.mail_support_reply_lead(&request.title);
    let next = to_request(app, texts, texts.mail_support_reply_next(), request);
    let mail = write(app, cause, person.email, subject, vec![Part::Text(lead), Part::Text(text), next]);
    let mail = Mail { reply_to: app.config.support.email.clone(), ..mail };
    send(app, cause, &mail).await.map(drop)
}

/// Who submitted it, unless their account is gone.
async fn person_of(app: &App, stored: &StoredRequest) -> Result<Option<Person>, Failure> {
    let Some(user) = stored.user else { return Ok(None) };
    Ok(store::people::find(app.database.connection(), user).await?)
}

/// What is known of it, a line each.
fn facts(texts: Texts, request: &SupportRequest, more: Option<String>) -> String {
    let lines = [
        texts.mail_support_category(&request.category),
        texts.mail_support_title(&request.title),
        texts.mail_support_reference(&request.reference),
        texts.mail_support_at(&request.created_at.date_time(texts)),
    ];
    lines.into_iter().chain(more).collect::<Vec<_>>().join("\n")
}

fn to_request(app: &App, texts: Texts, ask: &str, request: &SupportRequest) -> Part {
    button(app, ask, texts.mail_open_request(), &format!("/support/{}", request.reference))
}

fn attached(bytes: Vec<u8>) -> Attachment {
    Attachment { name: "screenshot.jpg".to_owned(), media_type: "image/jpeg".to_owned(), bytes }
}
