//! The Account tab's doors: who is signed in, exports, and leaving for good. They take sessions only.

use dioxus::prelude::*;
use domain::account::{AccountPage, DeletionPlan, DeletionRequest, ExportId, ExportState, Exports, Me};

use super::RpcResult;
#[cfg(feature = "server")]
use crate::{
    app::App,
    auth::{CurrentUser, OpenWindow, SetCookies},
    service,
};

/// The signed-in person, for the top bar.
///
/// # Errors
/// `signed_out`.
#[get("/rpc/v1/me", app: App, user: CurrentUser)]
pub async fn me() -> RpcResult<Me> {
    Ok(service::account::me(&app, &user).await?)
}

/// What the Account tab begins with.
///
/// # Errors
/// `signed_out`.
#[get("/rpc/v1/account", app: App, user: CurrentUser)]
pub async fn read_account() -> RpcResult<AccountPage> {
    Ok(service::account::page(&app, &user).await?)
}

/// How far the person's exports are. An open page asks again and again while one is under way.
///
/// # Errors
/// `signed_out`.
#[get("/rpc/v1/account/exports", app: App, window: OpenWindow)]
pub async fn read_exports() -> RpcResult<Exports> {
    Ok(service::export::list(&app, &window.0).await?)
}

/// Asks for an export of the person's data. While one is under way there is no other.
///
/// # Errors
/// `signed_out`, `step_up`, `too_many_exports`.
#[post("/rpc/v1/account/exports", app: App, user: CurrentUser)]
pub async fn request_export() -> RpcResult<Exports> {
    Ok(service::export::request(&app, &user).await?)
}

/// That an export can be downloaded now, from `/settings/account/exports/ID.zip`: asked before, so that whoever
/// is to prove first who they are is asked on the page.
///
/// # Errors
/// `signed_out`, `step_up`, `not_found`.
#[post("/rpc/v1/account/exports/open", app: App, user: CurrentUser)]
pub async fn open_export(id: ExportId) -> RpcResult<()> {
    Ok(service::export::open(&app, &user, id).await?)
}

/// Deletes an export before its time: one that is in this state, as the person has seen it. However far one is that
/// is under way, it is all one.
///
/// # Errors
/// `signed_out`, `not_found`, `conflict`.
#[post("/rpc/v1/account/exports/delete", app: App, user: CurrentUser)]
pub async fn delete_export(id: ExportId, state: ExportState) -> RpcResult<Exports> {
    Ok(service::export::delete(&app, &user, id, state).await?)
}

/// What deleting the account would do at this moment. An open page asks again and again.
///
/// # Errors
/// `signed_out`.
#[get("/rpc/v1/account/deletion", app: App, window: OpenWindow)]
pub async fn read_deletion() -> RpcResult<DeletionPlan> {
    Ok(service::deletion::plan(&app, &window.0).await?)
}

/// Deletes the account for good. The session ends with it.
///
/// # Errors
/// `signed_out`, `step_up`; `invalid` with the field for an address or an organisation's name that is not the one;
/// `conflict` when something else would become of their organisations than the person confirmed;
/// `subscription_active`; `address_changed` while a change of the address can be undone.
#[post("/rpc/v1/account/deletion", app: App, user: CurrentUser, cookies: SetCookies)]
pub async fn delete_account(request: DeletionRequest) -> RpcResult<()> {
    service::deletion::delete(&app, &user, request).await?;
    cookies.forget_session(&app);
    Ok(())
}
