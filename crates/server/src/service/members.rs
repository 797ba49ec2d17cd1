//! The members of an organisation: who sees what of them, and who may change what they are.

use domain::{
    AppError, ErrorCode, Field, Locale, Problem, UserId,
    notification::NotificationKind,
    organisation::{ClientId, Cursor, INVITES_MAX, Member, MembersPage, Organisation, Page, Role},
    privacy::MemberPage,
    security::SecurityEventKind,
};

use super::{
    Failure, PAGE_SIZE, clients,
    delivery::{self, Audience},
    privacy::{self, Fellow},
    step_up,
};
use crate::{
    app::App,
    auth::{Actor, CurrentUser},
    store::{self, Connection, clients::Membership},
};

/// What the User management page shows first.
///
/// # Errors
/// `not_found`.
pub async fn first_page(app: &App, user: &Actor, id: ClientId) -> Result<MembersPage, Failure> {
    let db = app.database.connection();
    let organisation = clients::as_member(db, user, id).await?;
    let members = visible_page(db, user, id, None, PAGE_SIZE).await?;
    let invites = if organisation.role >= Role::Admin {
        store::invites::page(db, id, app.now(), None, INVITES_MAX as u64).await?
    } else {
        Vec::new()
    };
    Ok(MembersPage { organisation, members, invites })
}

/// The members after a place in the list.
///
/// # Errors
/// `not_found`.
pub async fn page(
    app: &App,
    user: &Actor,
    id: ClientId,
    after: Option<Cursor>,
    limit: u64,
) -> Result<Page<Member>, Failure> {
    let db = app.database.connection();
    clients::as_member(db, user, id).await?;
    visible_page(db, user, id, after, limit).await
}

/// The page of one member, as far as they show themselves.
///
/// # Errors
/// `not_found`, also for who is no member.
pub async fn member_page(
    app: &App,
    user: &Actor,
    id: ClientId,
    member: UserId,
) -> Result<MemberPage, Failure> {
    let db = app.database.connection();
    let organisation = clients::as_member(db, user, id).await?;
    let found = store::clients::find_member(db, id, member).await?.ok_or(ErrorCode::NotFound)?;
    let Membership { user: member, role, joined_at, about } = found;
    let profile = privacy::profile(app, member, about, Some(id)).await?;
    Ok(MemberPage { organisation, user: member, role, joined_at, profile, now: app.now() })
}

/// A person who shares an organisation with the one who asks, as far as they show themselves.
///
/// # Errors
/// `not_found`.
pub async fn fellow(app: &App, user: &Actor, id: UserId) -> Result<Fellow, Failure> {
    let db = app.database.connection();
    if id != user.id && !store::clients::are_fellows(db, user.id, id).await? {
        return Err(ErrorCode::NotFound.into());
    }
    let about = store::privacy::about(db, id).await?.ok_or(ErrorCode::NotFound)?;
    Ok(privacy::fellow(user, id, about))
}

/// Gives a member another role on a page, where the person is asked who they are before they make an
/// owner.
///
/// # Errors
/// `step_up`, and those of [`change_role`].
pub async fn give_role(
    app: &App,
    user: &CurrentUser,
    id: ClientId,
    member: UserId,
    role: Role,
) -> Result<Member, Failure> {
    if role == Role::Owner {
        step_up::require(app, user)?;
    }
    change_role(app, user, id, member, role, None).await
}

/// Gives a member another role, if they still have the one with this version, when one is given.
///
/// # Errors
/// `invalid` for a role that the person may not give, `not_found`, `forbidden`, `conflict`, `last_owner`.
pub async fn change_role(
    app: &App,
    user: &Actor,
    id: ClientId,
    member: UserId,
    role: Role,
    version: Option<i64>,
) -> Result<Member, Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let (organisation, before) = locked(db, user, id, member).await?;
    if !organisation.role.manages(before.role) {
        return Err(ErrorCode::Forbidden.into());
    }
    if !organisation.role.may_give().contains(&role) {
        return Err(AppError::field(Field::Role, Problem::RoleForbidden).into());
    }
    if version.is_some_and(|version| version != before.role.version()) {
        return Err(ErrorCode::Conflict.into());
    }
    if before.role == Role::Owner && role != Role::Owner {
        leaves_an_owner(db, id).await?;
    }
    store::clients::set_role(db, id, member, role).await?;
    store::invites::delete_from(db, id, member, role.may_give()).await?;
    let event = user.event(app, SecurityEventKind::MemberRoleChanged).about(&organisation.name).within(id);
    store::security_events::insert(db, event).await?;
    if role != before.role {
        tell_role_changed(app, db, user, &organisation, member).await?;
    }
    transaction.commit().await?;
    app.wake_worker();
    Ok(privacy::member(user, Membership { role, ..before }))
}

/// Removes a member, or leaves when that is the person.
///
/// # Errors
/// `not_found`, `forbidden`, `last_owner`.
pub async fn remove(app: &App, user: &Actor, id: ClientId, member: UserId) -> Result<(), Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let (organisation, before) = locked(db, user, id, member).await?;
    let leaving = member == user.id;
    if !leaving && !organisation.role.manages(before.role) {
        return Err(ErrorCode::Forbidden.into());
    }
    if before.role == Role::Owner {
        leaves_an_owner(db, id).await?;
    }
    store::clients::remove(db, id, member).await?;
    // What they were no longer can do does not go on through those whom they invited.
    store::invites::delete_from(db, id, member, &[]).await?;
    let kind = if leaving { SecurityEventKind::OrganisationLeft } else { SecurityEventKind::MemberRemoved };
    store::security_events::insert(db, user.event(app, kind).about(&organisation.name).within(id)).await?;
    if leaving {
        clients::tell_members(app, db, user, NotificationKind::MemberLeft, &organisation).await?;
    } else {
        clients::tell_members(app, db, user, NotificationKind::MemberRemoved, &organisation).await?;
        tell_them(app, db, user, NotificationKind::YouWereRemoved, &organisation, member).await?;
    }
    transaction.commit().await?;
    app.wake_worker();
    Ok(())
}

/// Makes another member the owner, and the person an admin.
///
/// # Errors
/// `step_up`, `not_found`, `forbidden`.
pub async fn transfer(app: &App, user: &CurrentUser, id: ClientId, member: UserId) -> Result<(), Failure> {
    step_up::require(app, user)?;
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let (organisation, _) = locked(db, user, id, member).await?;
    if organisation.role != Role::Owner || member == user.id {
        return Err(ErrorCode::Forbidden.into());
    }
    store::clients::set_role(db, id, member, Role::Owner).await?;
    store::clients::set_role(db, id, user.id, Role::Admin).await?;
    store::invites::delete_from(db, id, user.id, Role::Admin.may_give()).await?;
    let event = user.event(app, SecurityEventKind::MemberRoleChanged).about(&organisation.name).within(id);
    store::security_events::insert(db, event).await?;
    tell_role_changed(app, db, user, &organisation, member).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(())
}

/// Has the other members told that one of them has another role, and that one in words of their own.
async fn tell_role_changed(
    app: &App,
    db: &impl Connection,
    user: &Actor,
    organisation: &Organisation,
    member: UserId,
) -> Result<(), Failure> {
    let event = clients::event_in(app, user, NotificationKind::RoleChanged, organisation);
    let others = Audience::MembersBut(organisation.id, member);
    delivery::tell(app, db, &event, others, Locale::default()).await?;
    if member == user.id {
        return Ok(());
    }
    tell_them(app, db, user, NotificationKind::YourRoleChanged, organisation, member).await
}

/// Has somebody told what was done to them in an organisation.
async fn tell_them(
    app: &App,
    db: &impl Connection,
    user: &Actor,
    kind: NotificationKind,
    organisation: &Organisation,
    member: UserId,
) -> Result<(), Failure> {
    let event = clients::event_in(app, user, kind, organisation);
    delivery::tell(app, db, &event, Audience::Person(member), Locale::default()).await
}

/// The organisation and a member of it, while nobody else can change who belongs to it.
async fn locked(
    db: &impl Connection,
    user: &Actor,
    id: ClientId,
    member: UserId,
) -> Result<(Organisation, Membership), Failure> {
    store::clients::lock(db, id).await?;
    let organisation = clients::as_member(db, user, id).await?;
    let member = store::clients::find_member(db, id, member).await?.ok_or(ErrorCode::NotFound)?;
    Ok((organisation, member))
}

/// That another owner is there when one goes. An owner is an admin too, so there is an admin as well.
async fn leaves_an_owner(db: &impl Connection, id: ClientId) -> Result<(), Failure> {
    if store::clients::count_owners(db, id).await? > 1 { Ok(()) } else { Err(ErrorCode::LastOwner.into()) }
}

async fn visible_page(
    db: &impl Connection,
    user: &Actor,
    id: ClientId,
    after: Option<Cursor>,
    limit: u64,
) -> Result<Page<Member>, Failure> {
    let members = store::clients::members(db, id, after, limit + 1).await?;
    let members = members.into_iter().map(|membership| privacy::member(user, membership)).collect();
    Ok(super::page(members, limit, |each: &Member| Cursor { at: each.joined_at, id: each.user.0 }))
}
