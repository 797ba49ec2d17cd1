//! The Support page's doors. They take sessions only.

use dioxus::prelude::*;
use domain::{
    picture::PictureFile,
    support::{SupportDraft, SupportPage, SupportRequest, SupportThread},
};

use super::RpcResult;
#[cfg(feature = "server")]
use crate::{app::App, auth::CurrentUser, service};

/// What the Support page begins with.
///
/// # Errors
/// `signed_out`.
#[get("/rpc/v1/support", app: App, user: CurrentUser)]
pub async fn read_support() -> RpcResult<SupportPage> {
    Ok(service::support::page(&app, &user).await?)
}

/// One of the person's requests with its answers.
///
/// # Errors
/// `signed_out`, `not_found`.
#[get("/rpc/v1/support/one?reference", app: App, user: CurrentUser)]
pub async fn read_support_request(reference: String) -> RpcResult<SupportThread> {
    Ok(service::support::thread(&app, &user, &reference).await?)
}

/// Submits a request. The same `id`, which the client makes up, submits it once however often it is sent.
///
/// # Errors
/// `signed_out`, `invalid` with the wrong fields, `too_many_tries`.
#[post("/rpc/v1/support", app: App, user: CurrentUser)]
pub async fn submit_support(
    id: uuid::Uuid,
    draft: SupportDraft,
    screenshot: Option<PictureFile>,
) -> RpcResult<SupportRequest> {
    Ok(service::support::submit(&app, &user, id, draft, screenshot).await?)
}
