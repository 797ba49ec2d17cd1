//! The members of an organisation: who sees what of them, and who may change what they are.

use domain::{
    AppError, ErrorCode, Field, Problem, UserId,
    organisation::{ClientId, Cursor, INVITES_MAX, Member, MembersPage, Organisation, Page, Role},
    security::SecurityEventKind,
};

use super::{Failure, PAGE_SIZE, clients, step_up};
use crate::{
    app::App,
    auth::{Actor, CurrentUser},
    store::{self, Connection},
};

/// What the User management page shows first.
///
/// # Errors
/// `not_found`.
pub async fn first_page(app: &App, user: &Actor, id: ClientId) -> Result<MembersPage, Failure> {
    let db = app.database.connection();
    let organisation = clients::as_member(db, user, id).await?;
    let members = visible_page(db, user, &organisation, None, PAGE_SIZE).await?;
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
    let organisation = clients::as_member(db, user, id).await?;
    visible_page(db, user, &organisation, after, limit).await
}

/// The page of one member.
///
/// # Errors
/// `not_found`.
pub async fn member_page(
    _app: &App,
    _user: &Actor,
    _id: ClientId,
    _member: UserId,
) -> Result<domain::privacy::MemberPage, Failure> {
    Err(ErrorCode::Unavailable.into())
}

/// A person who shares an organisation with the one who asks, as far as they show themselves.
///
/// # Errors
/// `not_found`.
pub async fn fellow(app: &App, user: &Actor, id: UserId) -> Result<Fellow, Failure> {
    let db = app.database.connection();
    let own = id == user.id;
    if !own && !store::clients::are_fellows(db, user.id, id).await? {
        return Err(ErrorCode::NotFound.into());
    }
    let profile = store::people::profile(db, id, &user.email).await?.ok_or(ErrorCode::NotFound)?;
    Ok(Fellow {
        first_name: profile.first_name,
        last_name: profile.last_name,
        email: own.then_some(profile.email),
    })
}

/// What a person shows to fellow members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fellow {
    /// First Name, or empty.
    pub first_name: String,
    /// Last Name, or empty.
    pub last_name: String,
    /// The address, to nobody but the person.
    pub email: Option<String>,
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
    let event = user.event(app, SecurityEventKind::MemberRoleChanged).about(&organisation.name);
    store::security_events::insert(db, event).await?;
    transaction.commit().await?;
    Ok(visible(user, &organisation, Member { role, ..before }))
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
    store::security_events::insert(db, user.event(app, kind).about(&organisation.name)).await?;
    Ok(transaction.commit().await?)
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
    let event = user.event(app, SecurityEventKind::MemberRoleChanged).about(&organisation.name);
    store::security_events::insert(db, event).await?;
    Ok(transaction.commit().await?)
}

/// The organisation and a member of it, while nobody else can change who belongs to it.
async fn locked(
    db: &impl Connection,
    user: &Actor,
    id: ClientId,
    member: UserId,
) -> Result<(Organisation, Member), Failure> {
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
    organisation: &Organisation,
    after: Option<Cursor>,
    limit: u64,
) -> Result<Page<Member>, Failure> {
    let members = store::clients::members(db, organisation.id, after, limit + 1).await?;
    let members = members.into_iter().map(|member| visible(user, organisation, member)).collect();
    Ok(super::page(members, limit, |each: &Member| Cursor { at: each.joined_at, id: each.user.0 }))
}

/// What one member sees of another: the name. Who manages the members needs the address as well, to
/// know whom they let in.
fn visible(user: &Actor, organisation: &Organisation, member: Member) -> Member {
    let sees_email = member.user == user.id || organisation.role >= Role::Admin;
    Member { email: member.email.filter(|_| sees_email), ..member }
}
