//! The mails that tell people of events. Each is written when it is sent: what is gone or no longer wanted by then is
//! not told, and a name that is hidden by then, or that the person has nothing to do with any more, is not in it.

use std::collections::HashMap;

use domain::{
    Texts, Timestamp, UserId,
    notification::{Category, Notification, NotificationKind as Kind, Preference},
    organisation::{MEMBERSHIPS_MAX, MyInvite},
};
use uuid::Uuid;

use super::{
    letter::{Letter, Part},
    mails::{self, Cause, button, invite_words},
};
use crate::{
    app::App,
    ports::mailer::Mail,
    service::{Failure, delivery, notifications, privacy, unsubscribe::Subscription},
    store::{self, Connection, events::Event, invites::WaitingInvite, people::Person},
};

/// So many events one mail tells; what is left comes in another.
const EVENTS_A_MAIL: u64 = 500;

/// Mails a person one event.
pub(super) async fn send(app: &App, cause: Cause, event: Uuid, user: UserId) -> Result<(), Failure> {
    let Some(mail) = one(app, cause, event, user).await? else { return Ok(()) };
    if mails::send(app, cause, &mail).await? {
        count("one");
    }
    Ok(())
}

/// Mails a person all that waited until `due`, then has it wait no more, also when the mail never goes.
pub(super) async fn send_held(app: &App, cause: Cause, user: UserId, due: Timestamp) -> Result<(), Failure> {
    let waiting = store::held_mails::waiting(app.database.connection(), user, due, EVENTS_A_MAIL).await?;
    if let Some(mail) = many(app, cause, user, &waiting).await?
        && mails::send(app, cause, &mail).await?
    {
        count("held");
    }
    delivery::settle_held(app, cause.id, (user, due), &waiting, cause.texts.locale).await
}

fn count(what: &'static str) {
    metrics::counter!("notification_mails_total", "what" => what).increment(1);
}

async fn one(app: &App, cause: Cause, event: Uuid, user: UserId) -> Result<Option<Mail>, Failure> {
    let db = app.database.connection();
    let Some(person) = store::people::find(db, user).await? else { return Ok(None) };
    let Some(told) = told(app, db, &person, &[event]).await?.pop() else { return Ok(None) };
    let texts = cause.texts;
    let mut letter = match &told.invite {
        Some(invite) => {
            let (subject, parts) = invite_words(app, texts, &person.email, invite);
            Letter { subject, parts, footer: Vec::new() }
        }
        None => letter_of(app, texts, &told.notification),
    };
    let unsubscribe = Subscription::of(user, told.category).map(|subscription| subscription.url(app));
    if let Some(category) = told.category {
        letter.footer.push(Part::Text(texts.mail_told_why(category.label(texts))));
        letter.footer.push(settings(app, texts));
        letter.footer.extend(unsubscribe.clone().map(|url| stop(texts, category, url)));
    }
    Ok(Some(Mail { unsubscribe, ..letter.mail(&app.config.brand.name, cause, person.email) }))
}

fn letter_of(app: &App, texts: Texts, notification: &Notification) -> Letter {
    let headline = notification.headline(texts);
    let detail = Some(notification.detail(texts)).filter(|detail| !detail.is_empty());
    let page = notification.page().unwrap_or_else(|| "/notifications".to_owned());
    let at = texts.mail_told_at(&notification.at.date_time(texts));
    let said = std::iter::once(headline.clone()).chain(detail).chain([at]).map(Part::Text);
    let open = button(app, "", &texts.mail_told_open(&app.config.brand.name), &page);
    Letter { subject: headline, parts: said.chain([open]).collect(), footer: Vec::new() }
}

async fn many(app: &App, cause: Cause, user: UserId, events: &[Uuid]) -> Result<Option<Mail>, Failure> {
    let db = app.database.connection();
    let Some(person) = store::people::find(db, user).await? else { return Ok(None) };
    let told = told(app, db, &person, events).await?;
    let texts = cause.texts;
    let mut parts = vec![Part::Text(texts.mail_held_lead().to_owned())];
    let mut categories = Vec::new();
    for category in Category::ALL {
        let mut of_it = told.iter().filter(|told| told.category == Some(*category)).peekable();
        if of_it.peek().is_none() {
            continue;
        }
        parts.push(Part::Heading(category.label(texts)));
        parts.extend(of_it.map(|told| Part::Item(line(texts, &told.notification))));
        let way_out = Subscription::of(user, [*category]);
        parts.extend(way_out.map(|subscription| stop(texts, *category, subscription.url(app))));
        categories.push(*category);
    }
    if categories.is_empty() {
        return Ok(None);
    }
    parts.push(button(app, "", texts.mail_held_all(), "/notifications"));
    let brand = app.config.brand.name.as_str();
    let subject = texts.mail_held_subject(brand, u64::try_from(told.len()).unwrap_or_default());
    let footer = vec![Part::Text(texts.mail_held_why().to_owned()), settings(app, texts)];
    // A mail program knows one way out: of all that is in the mail.
    let unsubscribe = Subscription::of(user, categories).map(|subscription| subscription.url(app));
    Ok(Some(Mail { unsubscribe, ..Letter { subject, parts, footer }.mail(brand, cause, person.email) }))
}

/// An event, as it is told to one person.
struct Told {
    notification: Notification,
    category: Option<Category>,
    /// What it is about, if it is an invite.
    invite: Option<MyInvite>,
}

/// Those of these events that are still there, still wanted by mail and still true, the oldest first.
async fn told(
    app: &App,
    db: &impl Connection,
    person: &Person,
    events: &[Uuid],
) -> Result<Vec<Told>, Failure> {
    let mut events = store::events::find(db, events).await?;
    events.sort_unstable_by_key(|event| (event.at, event.id));
    let rows = store::preferences::changed(db, person.id).await?;
    events.retain(|event| event.kind.category().is_none_or(|category| is_on(&rows, category)));
    let about: Vec<_> = events.iter().collect();
    let mut doers = notifications::doers(db, person.id, &about, app.now()).await?;
    let mut invites = invites_of(app, db, person, &events).await?;
    let tell = |event: Event| {
        let invite = event.client.and_then(|client| invites.remove(&client.0)).map(privacy::invite);
        let invite = invite.filter(|_| event.kind == Kind::InviteReceived);
        if event.kind == Kind::InviteReceived && invite.is_none() {
            return None;
        }
        let notification = event.notification(0, false, doers.remove(&event.id));
        Some(Told { notification, category: event.kind.category(), invite })
    };
    Ok(events.into_iter().filter_map(tell).collect())
}

fn is_on(rows: &[Preference], category: Category) -> bool {
    let row = rows.iter().find(|row| row.category == category).copied();
    row.unwrap_or_else(|| Preference::at_first(category)).email
}

/// The invites that wait for the person's answer, by the organisation, if any of the events is one.
async fn invites_of(
    app: &App,
    db: &impl Connection,
    person: &Person,
    events: &[Event],
) -> Result<HashMap<Uuid, WaitingInvite>, Failure> {
    if events.iter().all(|event| event.kind != Kind::InviteReceived) {
        return Ok(HashMap::new());
    }
    let limit = MEMBERSHIPS_MAX as u64;
    let waiting = store::invites::page_to(db, &person.email, app.now(), None, limit).await?;
    Ok(waiting.into_iter().map(|invite| (invite.client.0, invite)).collect())
}

fn line(texts: Texts, notification: &Notification) -> String {
    texts.mail_held_item(&notification.at.date_time(texts), &notification.headline(texts))
}

fn settings(app: &App, texts: Texts) -> Part {
    let page = format!("{}/settings/notifications", app.config.server.public_url);
    Part::Link(texts.mail_told_settings().to_owned(), page)
}

fn stop(texts: Texts, category: Category, url: String) -> Part {
    Part::Link(texts.mail_told_stop(category.label(texts)), url)
}
