//! Organisations: making, naming and deleting them. What somebody does not belong to is not there for
//! them.

use domain::{
    AppError, ErrorCode, Field, Locale, Problem,
    notification::NotificationKind,
    organisation::{ClientId, Cursor, MEMBERSHIPS_MAX, Organisation, Page, Role, checked_name, is_named},
    security::SecurityEventKind,
};

use super::{
    Failure,
    delivery::{self, Audience},
    idempotency::IdempotencyKey,
    people, step_up,
};
use crate::{
    app::App,
    auth::{Actor, CurrentUser},
    store::{self, Connection, events::Event},
};

/// All organisations that a person belongs to, in the order of joining.
///
/// # Errors
/// `unavailable`.
pub async fn all_of(app: &App, user: &Actor) -> Result<Vec<Organisation>, Failure> {
    let db = app.database.connection();
    Ok(store::clients::page_of(db, user.id, None, MEMBERSHIPS_MAX as u64).await?)
}

/// A page of them.
///
/// # Errors
/// `unavailable`.
pub async fn page_of(
    app: &App,
    user: domain::UserId,
    after: Option<Cursor>,
    limit: u64,
) -> Result<Page<Organisation>, Failure> {
    let items = store::clients::page_of(app.database.connection(), user, after, limit + 1).await?;
    Ok(super::page(items, limit, |each| Cursor { at: each.joined_at, id: each.id.0 }))
}

/// One organisation.
///
/// # Errors
/// `not_found`.
pub async fn read(app: &App, user: &Actor, id: ClientId) -> Result<Organisation, Failure> {
    as_member(app.database.connection(), user, id).await
}

/// Makes an organisation. The person is its owner and admin. With a key, a repeated request gets what
/// the first one made.
///
/// # Errors
/// `invalid`, `too_many_organisations`, `key_reused`; `not_found` when what the first one made is gone.
pub async fn create(
    app: &App,
    user: &Actor,
    name: &str,
    key: Option<&IdempotencyKey>,
) -> Result<Organisation, Failure> {
    let name = checked_name(name)?;
    let id = ClientId(app.entropy.uuid());
    let now = app.now();
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    people::hold(db, user.id).await?;
    if let Some(key) = key
        && let Some(before) = key.take(app, db, user.id, id.0).await?
    {
        return as_member(db, user, ClientId(before)).await;
    }
    has_room(db, user).await?;
    store::clients::insert(db, id, &name, now).await?;
    store::clients::join(db, id, user.id, Role::Owner, now).await?;
    let event = user.event(app, SecurityEventKind::OrganisationCreated).about(&name).within(id);
    store::security_events::insert(db, event).await?;
    transaction.commit().await?;
    Ok(Organisation {
        id,
        name,
        role: Role::Owner,
        created_at: now,
        updated_at: now,
        version: 1,
        joined_at: now,
    })
}

/// Names an organisation, if nobody changed it since `version` was read, when one is given.
///
/// # Errors
/// `invalid`, `not_found`, `forbidden`, `conflict`.
pub async fn rename(
    app: &App,
    user: &Actor,
    id: ClientId,
    name: &str,
    version: Option<i64>,
) -> Result<Organisation, Failure> {
    let name = checked_name(name)?;
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    as_at_least(db, user, id, Role::Admin).await?;
    if !store::clients::rename(db, id, &name, version, app.now()).await? {
        // Without a version it can only be gone.
        return Err(if version.is_some() { ErrorCode::Conflict } else { ErrorCode::NotFound }.into());
    }
    let event = user.event(app, SecurityEventKind::OrganisationRenamed).about(&name).within(id);
    store::security_events::insert(db, event).await?;
    let renamed = as_member(db, user, id).await?;
    tell_members(app, db, user, NotificationKind::OrganisationRenamed, &renamed).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(renamed)
}

/// Deletes an organisation on a page, where its name is typed and the person is asked who they are.
///
/// # Errors
/// `step_up`, `invalid`, `not_found`, `forbidden`.
pub async fn delete_named(app: &App, user: &CurrentUser, id: ClientId, name: &str) -> Result<(), Failure> {
    let organisation = as_at_least(app.database.connection(), user, id, Role::Owner).await?;
    if !is_named(&organisation.name, name) {
        return Err(AppError::field(Field::Name, Problem::NameMismatch).into());
    }
    step_up::require(app, user)?;
    delete(app, user, id).await
}

/// Deletes an organisation, its memberships and its invites.
///
/// # Errors
/// `not_found`, `forbidden`.
pub async fn delete(app: &App, user: &Actor, id: ClientId) -> Result<(), Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    store::clients::lock(db, id).await?;
    let organisation = as_at_least(db, user, id, Role::Owner).await?;
    let told = event_in(app, user, NotificationKind::OrganisationDeleted, &organisation);
    delivery::tell_present_members(app, db, &told, id, Locale::default()).await?;
    store::clients::delete(db, id).await?;
    let event = user.event(app, SecurityEventKind::OrganisationDeleted).about(&organisation.name).within(id);
    store::security_events::insert(db, event).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(())
}

/// Has the other members told of what a person did in their organisation.
pub(super) async fn tell_members(
    app: &App,
    db: &impl Connection,
    user: &Actor,
    kind: NotificationKind,
    organisation: &Organisation,
) -> Result<(), Failure> {
    let event = event_in(app, user, kind, organisation);
    // Nobody knows the languages of those who didn't ask.
    delivery::tell(app, db, &event, Audience::Members(organisation.id), Locale::default()).await
}

/// What a person did in an organisation.
pub(super) fn event_in(
    app: &App,
    user: &Actor,
    kind: NotificationKind,
    organisation: &Organisation,
) -> Event {
    let event = Event::new(app.entropy.uuid(), kind, app.now());
    event.by(user.id).within(organisation.id).about(&organisation.name)
}

/// The organisation, if the person belongs to it.
pub(super) async fn as_member(
    db: &impl Connection,
    user: &Actor,
    id: ClientId,
) -> Result<Organisation, Failure> {
    store::clients::find(db, id, user.id).await?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// The organisation, if the person is at least `role` in it.
pub(super) async fn as_at_least(
    db: &impl Connection,
    user: &Actor,
    id: ClientId,
    role: Role,
) -> Result<Organisation, Failure> {
    let organisation = as_member(db, user, id).await?;
    if organisation.role < role { Err(ErrorCode::Forbidden.into()) } else { Ok(organisation) }
}

/// That the person can belong to one more. They are held: else two requests at once would both find room for the last.
pub(super) async fn has_room(db: &impl Connection, user: &Actor) -> Result<(), Failure> {
    if store::clients::count_of(db, user.id).await? >= MEMBERSHIPS_MAX as u64 {
        return Err(ErrorCode::TooManyOrganisations.into());
    }
    Ok(())
}
