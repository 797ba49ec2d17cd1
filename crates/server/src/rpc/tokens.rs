//! The Keys tab's doors. They take sessions only: a token can't make, show or change tokens.

use dioxus::prelude::*;
use domain::token::{NewToken, Overlap, TokenDraft, TokenId, TokenValue, TokensPage};

use super::RpcResult;
#[cfg(feature = "server")]
use crate::{app::App, auth::CurrentUser, service};

/// The person's tokens, without their values, and what happened to them lately.
///
/// # Errors
/// `signed_out`.
#[get("/rpc/v1/tokens", app: App, user: CurrentUser)]
pub async fn read_tokens() -> RpcResult<TokensPage> {
    Ok(service::tokens::page(&app, &user).await?)
}

/// Makes a token and hands its value over.
///
/// # Errors
/// `signed_out`, `step_up`, `invalid` with the wrong fields, `too_many_tokens`.
#[post("/rpc/v1/tokens/create", app: App, user: CurrentUser)]
pub async fn create_token(draft: TokenDraft) -> RpcResult<NewToken> {
    Ok(service::tokens::create(&app, &user, draft).await?)
}

/// A token's value, for the owner's eye or clipboard. Leaves an entry in the activity log.
///
/// # Errors
/// `signed_out`, `step_up`, `not_found`, `token_ended`.
#[post("/rpc/v1/tokens/reveal", app: App, user: CurrentUser)]
pub async fn reveal_token(id: TokenId) -> RpcResult<TokenValue> {
    Ok(service::tokens::reveal(&app, &user, id).await?)
}

/// Gives a token another name.
///
/// # Errors
/// `signed_out`, `invalid`, `not_found`.
#[post("/rpc/v1/tokens/rename", app: App, user: CurrentUser)]
pub async fn rename_token(id: TokenId, name: String) -> RpcResult<()> {
    Ok(service::tokens::rename(&app, &user, id, &name).await?)
}

/// Makes a token with the same name, rights and life, and has the old one end after the overlap.
///
/// # Errors
/// `signed_out`, `step_up`, `not_found`, `token_ended`, `too_many_tokens`.
#[post("/rpc/v1/tokens/rotate", app: App, user: CurrentUser)]
pub async fn rotate_token(id: TokenId, overlap: Overlap) -> RpcResult<NewToken> {
    Ok(service::tokens::rotate(&app, &user, id, overlap).await?)
}

/// Ends a token at once, and keeps why.
///
/// # Errors
/// `signed_out`, `invalid`, `not_found`, `token_ended`.
#[post("/rpc/v1/tokens/revoke", app: App, user: CurrentUser)]
pub async fn revoke_token(id: TokenId, reason: String) -> RpcResult<()> {
    Ok(service::tokens::revoke(&app, &user, id, &reason).await?)
}
