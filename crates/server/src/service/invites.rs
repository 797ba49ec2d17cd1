//! Invites: seven days, single use, bound to the address that was invited. Nobody else learns that
//! there is one.

use domain::{
    AppError, ErrorCode, Field, Locale, Problem, Timestamp, UserId,
    identity::Email,
    notification::NotificationKind,
    organisation::{
        ClientId, Cursor, INVITE_VALIDITY, INVITES_MAX, Invite, InviteId, MEMBERSHIPS_MAX, MyInvite,
        Organisation, Page, Role,
    },
    security::SecurityEventKind,
};
use uuid::Uuid;

use super::{
    Failure, clients,
    delivery::{self, Audience},
    idempotency::IdempotencyKey,
    people, privacy, step_up,
    throttle::{self, Counter, Limit},
};
use crate::{
    app::App,
    auth::{Actor, CurrentUser},
    jobs::{self, Message},
    store::{self, Connection, events::Event},
};

/// An organisation's invites that wait for an answer.
///
/// # Errors
/// `not_found`, `forbidden`.
pub async fn page(
    app: &App,
    user: &Actor,
    client: ClientId,
    after: Option<Cursor>,
    limit: u64,
) -> Result<Page<Invite>, Failure> {
    let db = app.database.connection();
    clients::as_at_least(db, user, client, Role::Admin).await?;
    let items = store::invites::page(db, client, app.now(), after, limit + 1).await?;
    Ok(super::page(items, limit, |each| Cursor { at: each.created_at, id: each.id.0 }))
}

/// Invites an address on a page, where the person is asked who they are before they invite an owner.
///
/// # Errors
/// `step_up`, and those of [`create`].
pub async fn invite(
    app: &App,
    user: &CurrentUser,
    client: ClientId,
    email: &str,
    role: Role,
) -> Result<Invite, Failure> {
    if role == Role::Owner {
        step_up::require(app, user)?;
    }
    create(app, user, client, email, role, None).await
}

/// Invites an address, and mails it. With a key, a repeated request gets what the first one made.
///
/// # Errors
/// `invalid` also for a member, an invited address and a role that the person may not give;
/// `not_found`, `forbidden`, `too_many_invites`, `too_many_tries`, `key_reused`.
pub async fn create(
    app: &App,
    user: &Actor,
    client: ClientId,
    email: &str,
    role: Role,
    key: Option<&IdempotencyKey>,
) -> Result<Invite, Failure> {
    let email = Email::parse(email)?;
    let organisation = may_invite(app.database.connection(), user, client, role).await?;
    let counters = count_mail(app, user, email.as_str()).await?;
    let made = store_invite(app, user, &organisation, &email, role, key).await;
    if !matches!(made, Ok(Made::Now(_))) {
        // No mail, so nothing counts.
        for counter in &counters {
            counter.refund(app.database.connection()).await?;
        }
    }
    made.map(|(Made::Now(invite) | Made::Before(invite))| invite)
}

/// An invite, made by this request or by the one that it repeats.
enum Made {
    Now(Invite),
    Before(Invite),
}

async fn store_invite(
    app: &App,
    user: &Actor,
    organisation: &Organisation,
    email: &Email,
    role: Role,
    key: Option<&IdempotencyKey>,
) -> Result<Made, Failure> {
    let now = app.now();
    let (id, client) = (InviteId(app.entropy.uuid()), organisation.id);
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    store::clients::lock(db, client).await?;
    if let Some(key) = key
        && let Some(before) = key.take(app, db, user.id, id.0).await?
    {
        let before = store::invites::find(db, client, InviteId(before), now).await?;
        return before.map(Made::Before).ok_or_else(|| ErrorCode::NotFound.into());
    }
    // Again, now that nobody can take the right away meanwhile.
    may_invite(db, user, client, role).await?;
    if store::clients::has_member_with(db, client, email.as_str()).await? {
        return Err(AppError::field(Field::Email, Problem::EmailMember).into());
    }
    if store::invites::count(db, client, now).await? >= INVITES_MAX as u64 {
        return Err(ErrorCode::TooManyInvites.into());
    }
    store::invites::delete_expired(db, client, email.as_str(), now).await?;
    let expires_at = now + INVITE_VALIDITY;
    let invite = Invite { id, client, email: email.as_str().to_owned(), role, created_at: now, expires_at };
    if !store::invites::insert(db, &invite, user.id).await? {
        return Err(AppError::field(Field::Email, Problem::EmailInvited).into());
    }
    jobs::enqueue_in(app, db, &Message::InviteMail { invite: id }, user.locale).await?;
    let event =
        user.event(app, SecurityEventKind::MemberInvited).about(&organisation.name).within(organisation.id);
    store::security_events::insert(db, event).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(Made::Now(invite))
}

/// Mails an invite again; it has seven days from now.
///
/// # Errors
/// `not_found`, `forbidden`, `too_many_tries`.
pub async fn resend(app: &App, user: &Actor, client: ClientId, id: InviteId) -> Result<Invite, Failure> {
    let now = app.now();
    let (_, invite) = waiting(app.database.connection(), user, client, id, now).await?;
    count_mail(app, user, &invite.email).await?;
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    store::clients::lock(db, client).await?;
    // Again, now that nobody can change it meanwhile.
    let (organisation, invite) = waiting(db, user, client, id, now).await?;
    let expires_at = now + INVITE_VALIDITY;
    store::invites::extend(db, id, expires_at).await?;
    jobs::enqueue_in(app, db, &Message::InviteMail { invite: id }, user.locale).await?;
    let event =
        user.event(app, SecurityEventKind::MemberInvited).about(&organisation.name).within(organisation.id);
    store::security_events::insert(db, event).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(Invite { expires_at, ..invite })
}

/// Takes an invite back.
///
/// # Errors
/// `not_found`, `forbidden`.
pub async fn cancel(app: &App, user: &Actor, client: ClientId, id: InviteId) -> Result<(), Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let organisation = clients::as_at_least(db, user, client, Role::Admin).await?;
    if !store::invites::delete(db, client, id).await? {
        return Err(ErrorCode::NotFound.into());
    }
    let event =
        user.event(app, SecurityEventKind::InviteCancelled).about(&organisation.name).within(organisation.id);
    store::security_events::insert(db, event).await?;
    Ok(transaction.commit().await?)
}

/// The invites to the person's own address that wait for an answer: as many as they could accept.
///
/// # Errors
/// `unavailable`.
pub async fn all_of(app: &App, user: &Actor) -> Result<Vec<MyInvite>, Failure> {
    let db = app.database.connection();
    let waiting = store::invites::page_to(db, &user.email, app.now(), None, MEMBERSHIPS_MAX as u64).await?;
    Ok(waiting.into_iter().map(privacy::invite).collect())
}

/// A page of them.
///
/// # Errors
/// `unavailable`.
pub async fn page_of(
    app: &App,
    user: &Actor,
    after: Option<Cursor>,
    limit: u64,
) -> Result<Page<MyInvite>, Failure> {
    let db = app.database.connection();
    let waiting = store::invites::page_to(db, &user.email, app.now(), after, limit + 1).await?;
    let items = waiting.into_iter().map(privacy::invite).collect();
    Ok(super::page(items, limit, |each: &MyInvite| Cursor { at: each.created_at, id: each.id.0 }))
}

/// Joins the organisation. The invite is used up. With a key, a repeated request gets what the first one
/// got.
///
/// # Errors
/// `not_found`, `too_many_organisations`, `key_reused`.
pub async fn accept(
    app: &App,
    user: &Actor,
    id: InviteId,
    key: Option<&IdempotencyKey>,
) -> Result<Organisation, Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    people::hold(db, user.id).await?;
    let Some(client) = store::invites::client_of(db, id, &user.email).await? else {
        let before = match key {
            Some(key) => key.made(db, user.id).await?,
            None => None,
        };
        return clients::as_member(db, user, ClientId(before.ok_or(ErrorCode::NotFound)?)).await;
    };
    // Before the invite, as whoever deletes the organisation does: else each would wait for the other.
    store::clients::lock(db, client).await?;
    if let Some(key) = key
        && let Some(before) = key.take(app, db, user.id, client.0).await?
    {
        return clients::as_member(db, user, ClientId(before)).await;
    }
    let invite = take(app, db, user, id).await?;
    clients::has_room(db, user).await?;
    store::clients::join(db, invite.client, user.id, invite.role, app.now()).await?;
    let organisation = clients::as_member(db, user, invite.client).await?;
    let event =
        user.event(app, SecurityEventKind::InviteAccepted).about(&organisation.name).within(organisation.id);
    store::security_events::insert(db, event).await?;
    clients::tell_members(app, db, user, NotificationKind::MemberJoined, &organisation).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(organisation)
}

/// Declines. The invite is gone. With a key, a repeated request is done already.
///
/// # Errors
/// `not_found`, `key_reused`.
pub async fn decline(
    app: &App,
    user: &Actor,
    id: InviteId,
    key: Option<&IdempotencyKey>,
) -> Result<(), Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    people::hold(db, user.id).await?;
    if let Some(key) = key
        && key.take(app, db, user.id, id.0).await?.is_some()
    {
        return Ok(());
    }
    let invite = take(app, db, user, id).await?;
    let event = user.event(app, SecurityEventKind::InviteDeclined).within(invite.client);
    store::security_events::insert(db, event).await?;
    Ok(transaction.commit().await?)
}

/// Has a person told of an invite to their address, and ends the message that asks for it. Only the worker looks up
/// whether there is an account, so that who invites doesn't learn it.
///
/// # Errors
/// `unavailable`.
pub(crate) async fn tell(
    app: &App,
    message: Uuid,
    user: UserId,
    invite: &MyInvite,
    locale: Locale,
) -> Result<(), Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    if !store::outbox::done(db, message).await? {
        return Ok(());
    }
    let event = Event::new(app.entropy.uuid(), NotificationKind::InviteReceived, app.now());
    let event = event.within(invite.client).about(&invite.organisation);
    let event = Event { actor: store::invites::invited_by(db, invite.id).await?, ..event };
    delivery::tell(app, db, &event, Audience::Person(user), locale).await?;
    Ok(transaction.commit().await?)
}

/// An invite that waits for an answer, for somebody who may change it.
async fn waiting(
    db: &impl Connection,
    user: &Actor,
    client: ClientId,
    id: InviteId,
    now: Timestamp,
) -> Result<(Organisation, Invite), Failure> {
    let organisation = clients::as_at_least(db, user, client, Role::Admin).await?;
    let invite = store::invites::find(db, client, id, now).await?.ok_or(ErrorCode::NotFound)?;
    Ok((organisation, invite))
}

async fn take(app: &App, db: &impl Connection, user: &Actor, id: InviteId) -> Result<Invite, Failure> {
    let invite = store::invites::take(db, id, &user.email, app.now()).await?;
    invite.ok_or_else(|| ErrorCode::NotFound.into())
}

async fn may_invite(
    db: &impl Connection,
    user: &Actor,
    client: ClientId,
    role: Role,
) -> Result<Organisation, Failure> {
    let organisation = clients::as_at_least(db, user, client, Role::Admin).await?;
    if organisation.role.may_give().contains(&role) {
        Ok(organisation)
    } else {
        Err(AppError::field(Field::Role, Problem::RoleForbidden).into())
    }
}

/// Nobody is to send mails to strangers through us without end.
async fn count_mail(app: &App, user: &Actor, email: &str) -> Result<[Counter; 2], Failure> {
    // Wherever they come from: who sends them is signed in. Nobody uses up what others may send.
    let person = user.id.to_string();
    let by_person = Counter::anywhere(app, Limit::Invites, &person);
    let to_address = Counter::anywhere(app, Limit::InvitesToAddress, &format!("{person} {email}"));
    throttle::count(app, &[&by_person, &to_address]).await?;
    Ok([by_person, to_address])
}
