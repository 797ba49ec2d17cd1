//! Who is told of an event, where, and when: decided here and nowhere else.
//!
//! Telling many takes a while, and whoever does it may die at any line. So people are told page by page, in the order
//! of their ids, each page in one transaction together with the note of how far it is: a page is told or it is not.

use std::{collections::HashMap, time::Duration};

use domain::{
    Locale, Timestamp, UserId,
    notification::{Notification, NotificationKind, Preference, Preferences, Schedule},
    organisation::ClientId,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use super::{
    Failure,
    decision::{ByMail, decide},
    notifications,
    platform_events::BURST,
    privacy,
};
use crate::{
    app::App,
    jobs::{self, LEASE, Message},
    ports::broadcast::News,
    store::{
        self, Connection,
        events::{Doer, Event},
        outbox::{Leased, NewMessage},
        security_events::SecurityEvent,
    },
};

/// So many people are told in one transaction: few enough that nobody waits for its locks.
pub(super) const PAGE: usize = 500;
/// More than anybody's mail waits for: the next day at the latest, and whenever they chose another hour meanwhile.
const MOMENTS: u64 = 100;
/// So many pages are told before it is the turn of what else is due.
const PAGES_A_TURN: usize = 20;

/// Who is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// One person.
    Person(UserId),
    /// These people, a page at most: those who were members of what is gone.
    People(Vec<UserId>),
    /// The members of an organisation, but not who did it.
    Members(ClientId),
    /// The same, but not this one either: they are told in other words.
    MembersBut(ClientId, UserId),
    /// Everybody who has an account.
    Everybody,
}

/// What is left to tell, as the outbox holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telling {
    /// Which event.
    pub event: Uuid,
    /// Whom.
    pub audience: Audience,
    /// The last of them who is told already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<UserId>,
}

/// Has people told of an event, once the transaction that makes it true is through. Wake the worker then.
///
/// # Errors
/// `unavailable`.
pub(crate) async fn tell(
    app: &App,
    db: &impl Connection,
    event: &Event,
    audience: Audience,
    locale: Locale,
) -> Result<(), Failure> {
    let user = match audience {
        Audience::Person(user) => Some(user),
        _ => None,
    };
    store::events::insert(db, &Event { user, ..event.clone() }).await?;
    enqueue(app, db, event, audience, locale).await
}

/// Has those told who are members of an organisation now, but not who did it. For what ends memberships: after it
/// nobody knows any more who they were.
///
/// # Errors
/// `unavailable`.
pub(super) async fn tell_present_members(
    app: &App,
    db: &impl Connection,
    event: &Event,
    client: ClientId,
    locale: Locale,
) -> Result<(), Failure> {
    store::events::insert(db, event).await?;
    let mut after = None;
    loop {
        let people = recipients(db, event, &Audience::Members(client), after).await?;
        let Some(last) = people.last().copied() else { return Ok(()) };
        let is_last = people.len() < PAGE;
        enqueue(app, db, event, Audience::People(people), locale).await?;
        if is_last {
            return Ok(());
        }
        after = Some(last);
    }
}

/// Has a person told in the app of an entry in their activity log. Its mail is a notice of its own.
///
/// # Errors
/// `unavailable`.
pub(super) async fn tell_owner(
    app: &App,
    db: &impl Connection,
    entry: &SecurityEvent,
    locale: Locale,
) -> Result<(), Failure> {
    let event = Event::new(app.entropy.uuid(), NotificationKind::Security, entry.at).about(&entry.subject);
    let event = Event { detail: Some(entry.kind), ..event };
    tell(app, db, &event, Audience::Person(entry.user), locale).await
}

async fn enqueue(
    app: &App,
    db: &impl Connection,
    event: &Event,
    audience: Audience,
    locale: Locale,
) -> Result<(), Failure> {
    let telling = Telling { event: event.id, audience, after: None };
    jobs::enqueue_in(app, db, &Message::Tell(telling), locale).await
}

/// Does it: for each of them, in the app and by mail as they want it. What is left when the turn is over becomes
/// another message, behind what is due by then.
///
/// # Errors
/// `unavailable`; then it goes on after the last page that was told.
pub(crate) async fn deliver(
    app: &App,
    leased: &Leased,
    telling: Telling,
    locale: Locale,
) -> Result<(), Failure> {
    let db = app.database.connection();
    let Some(event) = store::events::find(db, &[telling.event]).await?.pop() else { return Ok(()) };
    let actor = actor_for(app, db, &event, &telling.audience).await?;
    let notification = event.notification(0, false, actor);
    let (mut telling, mut leased) = (telling, leased.clone());
    for turn in 1..=PAGES_A_TURN {
        let page = Page::decide(app, &event, &telling, locale).await?;
        let step = match &page.rest {
            None => Step::End,
            Some(rest) if turn == PAGES_A_TURN => Step::HandOver(rest),
            Some(rest) => Step::GoOn(rest),
        };
        let Some(stored) = page.tell(app, &leased, &event, step, locale).await? else {
            return Ok(());
        };
        say(app, &notification, stored.numbers).await;
        let (Some(rest), Some(held)) = (page.rest, stored.held) else { return Ok(()) };
        (telling, leased) = (rest, held);
    }
    Ok(())
}

/// Who caused an event, if all of the audience may know it.
async fn actor_for(
    app: &App,
    db: &impl Connection,
    event: &Event,
    audience: &Audience,
) -> Result<Option<Doer>, Failure> {
    match audience {
        Audience::Person(user) => {
            Ok(notifications::doers(db, *user, &[event], app.now()).await?.remove(&event.id))
        }
        Audience::Members(_) | Audience::MembersBut(..) => {
            let actors: Vec<UserId> = event.told_actor().into_iter().collect();
            Ok(privacy::doers(db, &actors).await?.into_values().next())
        }
        // They belong to it no more, or to nothing in common.
        Audience::People(_) | Audience::Everybody => Ok(None),
    }
}

/// What waited for a person's mail until `due` is mailed: it waits no more, and the message that mailed it is done.
/// Whatever was added meanwhile gets a message of its own.
///
/// # Errors
/// `unavailable`; then the mail goes again, under the same Message-ID.
pub(crate) async fn settle_held(
    app: &App,
    message: Uuid,
    (user, due): (UserId, Timestamp),
    mailed: &[Uuid],
    locale: Locale,
) -> Result<(), Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    // First: whoever adds something has either committed it by then, or finds the message gone and adds another.
    if !store::outbox::done(db, message).await? {
        return Ok(());
    }
    store::held_mails::delete(db, user, mailed).await?;
    if store::held_mails::is_waiting(db, user, due).await? {
        jobs::enqueue_in(app, db, &Message::HeldMail { user, due }, locale).await?;
    }
    Ok(transaction.commit().await?)
}

/// Removes the messages that would mail somebody who is gone what waits for their mail: they would find nobody, but
/// name them until then. Before what waits is removed: it tells which they are.
///
/// # Errors
/// `unavailable`.
pub(crate) async fn drop_held(db: &impl Connection, user: UserId) -> Result<(), Failure> {
    let moments = store::held_mails::moments(db, user, MOMENTS).await?;
    Ok(store::outbox::drop_all(db, moments.into_iter().map(|due| held_mail_id(user, due)).collect()).await?)
}

/// Tells the open windows, after the commit.
async fn say(app: &App, notification: &Notification, to: Vec<(UserId, i64)>) {
    if !to.is_empty() {
        app.broadcast.tell(News::Notification { notification: notification.clone(), to }).await;
    }
}

/// What becomes of the message when a page is told.
#[derive(Clone, Copy)]
enum Step<'a> {
    /// It was the last one.
    End,
    /// The message says from now on what is left.
    GoOn(&'a Telling),
    /// A new one says so.
    HandOver(&'a Telling),
}

/// What a page left behind.
struct Stored {
    /// Who is told in the app, and their numbers.
    numbers: Vec<(UserId, i64)>,
    /// The message as it is now, if this worker still has it.
    held: Option<Leased>,
}

/// Some of the people, and what is decided for them.
struct Page {
    /// Who is told in the app.
    in_app: Vec<UserId>,
    /// Whose mail waits, and until when.
    held: Vec<(UserId, Timestamp)>,
    /// The messages that send mail.
    messages: Vec<NewMessage>,
    /// What is left to tell after it.
    rest: Option<Telling>,
}

impl Page {
    async fn decide(app: &App, event: &Event, telling: &Telling, locale: Locale) -> Result<Self, Failure> {
        let db = app.database.connection();
        let people = recipients(db, event, &telling.audience, telling.after).await?;
        let wanted = Wanted::read(db, event.kind, &people).await?;
        let from = app.now() + settles_after(event.kind);
        let mut page = Self { in_app: Vec::new(), held: Vec::new(), messages: Vec::new(), rest: None };
        for user in &people {
            let told = decide(event.kind, &wanted.of(*user), from);
            if told.in_app {
                page.in_app.push(*user);
            }
            if has_own_mail(event.kind) {
                continue;
            }
            match told.mail {
                ByMail::No => {}
                ByMail::Now => {
                    page.messages.push(mail(event.id, *user, from, locale)?);
                }
                ByMail::At(due) => {
                    page.held.push((*user, due));
                    page.messages.push(held_mail(*user, due, locale)?);
                }
            }
        }
        let last = people.last().copied().filter(|_| people.len() == PAGE);
        page.rest = last.map(|last| Telling { after: Some(last), ..telling.clone() });
        Ok(page)
    }

    /// Makes it true, together with what is left of the message. Nothing when another worker has taken that up.
    async fn tell(
        &self,
        app: &App,
        leased: &Leased,
        event: &Event,
        step: Step<'_>,
        locale: Locale,
    ) -> Result<Option<Stored>, Failure> {
        let transaction = app.database.begin().await?;
        let db = transaction.connection();
        let mut held = None;
        let mine = match step {
            Step::End => store::outbox::finish(db, leased).await?,
            Step::GoOn(rest) => {
                let rest = jobs::payload(&Message::Tell(rest.clone()), locale)?;
                held = store::outbox::advance(db, leased, rest, app.now() + LEASE).await?;
                held.is_some()
            }
            Step::HandOver(rest) => {
                jobs::enqueue_in(app, db, &Message::Tell(rest.clone()), locale).await?;
                store::outbox::finish(db, leased).await?
            }
        };
        if !mine {
            return Ok(None);
        }
        let numbers = store::deliveries::next_numbers(db, &self.in_app).await?;
        store::deliveries::insert(db, event, &numbers).await?;
        store::held_mails::insert(db, event.id, &self.held).await?;
        store::outbox::insert_new(db, self.messages.clone()).await?;
        transaction.commit().await?;
        self.count();
        Ok(Some(Stored { numbers, held }))
    }

    fn count(&self) {
        let held = self.held.len();
        for (channel, told) in
            [("in_app", self.in_app.len()), ("email", self.messages.len() - held), ("email_later", held)]
        {
            metrics::counter!("notifications_total", "channel" => channel)
                .increment(u64::try_from(told).unwrap_or_default());
        }
    }
}

/// The next page of the people, in the order of their ids.
async fn recipients(
    db: &impl Connection,
    event: &Event,
    audience: &Audience,
    after: Option<UserId>,
) -> Result<Vec<UserId>, Failure> {
    let limit = PAGE as u64;
    let mut but: Vec<UserId> = event.actor.into_iter().collect();
    Ok(match audience {
        Audience::Person(user) => store::deliveries::people(db, Some(&[*user]), after, limit).await?,
        Audience::People(people) => store::deliveries::people(db, Some(people), after, limit).await?,
        Audience::Members(client) => store::deliveries::members(db, *client, &but, after, limit).await?,
        Audience::MembersBut(client, user) => {
            but.push(*user);
            store::deliveries::members(db, *client, &but, after, limit).await?
        }
        Audience::Everybody => store::deliveries::people(db, None, after, limit).await?,
    })
}

/// What the people of a page want, as far as it matters for one kind.
struct Wanted {
    rows: HashMap<UserId, Preference>,
    schedules: HashMap<UserId, Schedule>,
}

impl Wanted {
    async fn read(db: &impl Connection, kind: NotificationKind, people: &[UserId]) -> Result<Self, Failure> {
        let Some(category) = kind.category() else {
            return Ok(Self { rows: HashMap::new(), schedules: HashMap::new() });
        };
        let rows = store::preferences::changed_by(db, people, category).await?;
        Ok(Self { rows, schedules: store::preferences::schedules(db, people).await? })
    }

    fn of(&self, user: UserId) -> Preferences {
        let rows = self.rows.get(&user).copied().into_iter().collect();
        Preferences { rows, schedule: self.schedules.get(&user).cloned().unwrap_or_default() }
    }
}

/// Whether the mail about it is a message of its own, which stands in the outbox already: a notice with its link, or
/// support's answer with its words.
const fn has_own_mail(kind: NotificationKind) -> bool {
    matches!(kind, NotificationKind::Security | NotificationKind::SupportReplied)
}

/// After how long it is known how often it happened. Of what usually comes in bursts the mail waits for that; anything
/// else that happens twice is in the app with its count, and a warning comes at once.
const fn settles_after(kind: NotificationKind) -> Duration {
    match kind {
        NotificationKind::RequestFailure | NotificationKind::ProxyStatus => BURST,
        _ => Duration::ZERO,
    }
}

/// The mail about one event. Its id is made of what it is about: telling the person again adds none while it waits.
fn mail(event: Uuid, user: UserId, due: Timestamp, locale: Locale) -> Result<NewMessage, Failure> {
    let id = id_of("notification mail", user, event.as_bytes());
    Message::NotificationMail { event, user }.to_store(id, due, locale)
}

/// The mail with all that waits until `due`. One, whatever waits.
fn held_mail(user: UserId, due: Timestamp, locale: Locale) -> Result<NewMessage, Failure> {
    Message::HeldMail { user, due }.to_store(held_mail_id(user, due), due, locale)
}

fn held_mail_id(user: UserId, due: Timestamp) -> Uuid {
    id_of("held mail", user, &due.0.to_be_bytes())
}

fn id_of(purpose: &str, user: UserId, about: &[u8]) -> Uuid {
    let digest = Sha256::new().chain_update(purpose).chain_update(user.0.as_bytes()).chain_update(about);
    let digest: [u8; 32] = digest.finalize().into();
    let (bytes, _) = digest.split_first_chunk().unwrap_or_else(|| unreachable!("32 bytes hold 16"));
    Builder::from_custom_bytes(*bytes).into_uuid()
}
