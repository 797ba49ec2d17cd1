//! The doors of Organisations, User management and invites.
//!
//! What the person does not belong to answers `not_found`, as what does not exist.

use dioxus::prelude::*;
use domain::{
    UserId,
    organisation::{
        ClientId, Cursor, Invite, InviteId, Member, MembersPage, MyInvite, Organisation, Page, Role,
    },
    privacy::MemberPage,
};

use super::RpcResult;
#[cfg(feature = "server")]
use crate::{app::App, auth::CurrentUser, service};

/// The organisations that the person belongs to, in the order of joining.
///
/// # Errors
/// `signed_out`.
#[get("/rpc/v1/organisations", app: App, user: CurrentUser)]
pub async fn read_organisations() -> RpcResult<Vec<Organisation>> {
    Ok(service::clients::all_of(&app, &user).await?)
}

/// Makes an organisation. The person is its owner and admin.
///
/// # Errors
/// `signed_out`, `invalid`, `too_many_organisations`.
#[post("/rpc/v1/organisations/create", app: App, user: CurrentUser)]
pub async fn create_organisation(name: String) -> RpcResult<Organisation> {
    Ok(service::clients::create(&app, &user, &name, None).await?)
}

/// One organisation.
///
/// # Errors
/// `signed_out`, `not_found`.
#[get("/rpc/v1/organisations/one?organisation", app: App, user: CurrentUser)]
pub async fn read_organisation(organisation: ClientId) -> RpcResult<Organisation> {
    Ok(service::clients::read(&app, &user, organisation).await?)
}

/// Names an organisation, if nobody changed it since `version` was read.
///
/// # Errors
/// `signed_out`, `invalid`, `not_found`, `forbidden`, `conflict`.
#[post("/rpc/v1/organisations/rename", app: App, user: CurrentUser)]
pub async fn rename_organisation(
    organisation: ClientId,
    name: String,
    version: i64,
) -> RpcResult<Organisation> {
    Ok(service::clients::rename(&app, &user, organisation, &name, Some(version)).await?)
}

/// Deletes an organisation with all that is in it, if its name is typed as it is.
///
/// # Errors
/// `signed_out`, `step_up`, `invalid`, `not_found`, `forbidden`.
#[post("/rpc/v1/organisations/delete", app: App, user: CurrentUser)]
pub async fn delete_organisation(organisation: ClientId, name: String) -> RpcResult<()> {
    Ok(service::clients::delete_named(&app, &user, organisation, &name).await?)
}

/// The User management page: the organisation, its first members, the invites that wait.
///
/// # Errors
/// `signed_out`, `not_found`.
#[get("/rpc/v1/organisations/members?organisation", app: App, user: CurrentUser)]
pub async fn read_members(organisation: ClientId) -> RpcResult<MembersPage> {
    Ok(service::members::first_page(&app, &user, organisation).await?)
}

/// The members after a place in the list.
///
/// # Errors
/// `signed_out`, `not_found`.
#[post("/rpc/v1/organisations/members/more", app: App, user: CurrentUser)]
pub async fn read_more_members(organisation: ClientId, after: Cursor) -> RpcResult<Page<Member>> {
    Ok(service::members::page(&app, &user, organisation, Some(after), service::PAGE_SIZE).await?)
}

/// One member, as far as they show themselves.
///
/// # Errors
/// `signed_out`, `not_found` also for who is no member.
#[get("/rpc/v1/organisations/members/one?organisation&member", app: App, user: CurrentUser)]
pub async fn read_member(organisation: ClientId, member: UserId) -> RpcResult<MemberPage> {
    Ok(service::members::member_page(&app, &user, organisation, member).await?)
}

/// Gives a member another role.
///
/// # Errors
/// `signed_out`, `step_up` before an owner is made, `invalid`, `not_found`, `forbidden`, `last_owner`.
#[post("/rpc/v1/organisations/members/role", app: App, user: CurrentUser)]
pub async fn change_role(organisation: ClientId, member: UserId, role: Role) -> RpcResult<()> {
    service::members::give_role(&app, &user, organisation, member, role).await?;
    Ok(())
}

/// Removes a member, or leaves when that is the person.
///
/// # Errors
/// `signed_out`, `not_found`, `forbidden`, `last_owner`.
#[post("/rpc/v1/organisations/members/remove", app: App, user: CurrentUser)]
pub async fn remove_member(organisation: ClientId, member: UserId) -> RpcResult<()> {
    Ok(service::members::remove(&app, &user, organisation, member).await?)
}

/// Makes another member the owner, and the person an admin.
///
/// # Errors
/// `signed_out`, `step_up`, `not_found`, `forbidden`.
#[post("/rpc/v1/organisations/transfer", app: App, user: CurrentUser)]
pub async fn transfer_ownership(organisation: ClientId, member: UserId) -> RpcResult<()> {
    Ok(service::members::transfer(&app, &user, organisation, member).await?)
}

/// Invites an address. The invite is mailed.
///
/// # Errors
/// `signed_out`, `step_up` before an owner is invited, `invalid`, `not_found`, `forbidden`, `too_many_invites`, `too_many_tries`.
#[post("/rpc/v1/organisations/invites/create", app: App, user: CurrentUser)]
pub async fn invite_member(organisation: ClientId, email: String, role: Role) -> RpcResult<Invite> {
    Ok(service::invites::invite(&app, &user, organisation, &email, role).await?)
}

/// Mails an invite again; it has seven days from now.
///
/// # Errors
/// `signed_out`, `not_found`, `forbidden`, `too_many_tries`.
#[post("/rpc/v1/organisations/invites/resend", app: App, user: CurrentUser)]
pub async fn resend_invite(organisation: ClientId, invite: InviteId) -> RpcResult<Invite> {
    Ok(service::invites::resend(&app, &user, organisation, invite).await?)
}

/// Takes an invite back.
///
/// # Errors
/// `signed_out`, `not_found`, `forbidden`.
#[post("/rpc/v1/organisations/invites/cancel", app: App, user: CurrentUser)]
pub async fn cancel_invite(organisation: ClientId, invite: InviteId) -> RpcResult<()> {
    Ok(service::invites::cancel(&app, &user, organisation, invite).await?)
}

/// The invites to the person's own address that wait for an answer.
///
/// # Errors
/// `signed_out`.
#[get("/rpc/v1/invites", app: App, user: CurrentUser)]
pub async fn read_my_invites() -> RpcResult<Vec<MyInvite>> {
    Ok(service::invites::all_of(&app, &user).await?)
}

/// Joins the organisation.
///
/// # Errors
/// `signed_out`, `not_found`, `too_many_organisations`.
#[post("/rpc/v1/invites/accept", app: App, user: CurrentUser)]
pub async fn accept_invite(invite: InviteId) -> RpcResult<Organisation> {
    Ok(service::invites::accept(&app, &user, invite, None).await?)
}

/// Declines; the invite is gone.
///
/// # Errors
/// `signed_out`, `not_found`.
#[post("/rpc/v1/invites/decline", app: App, user: CurrentUser)]
pub async fn decline_invite(invite: InviteId) -> RpcResult<()> {
    Ok(service::invites::decline(&app, &user, invite, None).await?)
}
