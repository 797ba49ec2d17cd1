//! What the support person does with somebody's tokens, on the command line. The owner sees each of it
//! in their activity.

use domain::{
    ErrorCode, UserId,
    security::SecurityEventKind,
    token::{RevokedBy, TokenId, TokenValue, UserToken},
};

use super::{all_shown, open, revoke_for_owner};
use crate::{
    app::App,
    service::Failure,
    store::{self, security_events::SecurityEvent},
};

/// A person's tokens: those that work, and the last that ended.
///
/// # Errors
/// `unavailable`.
pub async fn list_as_admin(app: &App, user: UserId) -> Result<Vec<UserToken>, Failure> {
    let kind = SecurityEventKind::TokensListedByAdmin;
    let event = SecurityEvent::of_ours(app.entropy.uuid(), user, kind, app.now());
    store::security_events::insert(app.database.connection(), event).await?;
    all_shown(app, user).await
}

/// A token's value.
///
/// # Errors
/// `not_found`, `token_ended`, `unavailable`.
pub async fn reveal_as_admin(app: &App, user: UserId, id: TokenId) -> Result<TokenValue, Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let (token, sealed) = store::tokens::find(db, user, id).await?.ok_or(ErrorCode::NotFound)?;
    if !token.end.state(app.now()).works() {
        return Err(ErrorCode::TokenEnded.into());
    }
    let kind = SecurityEventKind::TokensRevealedByAdmin;
    let event = SecurityEvent::of_ours(app.entropy.uuid(), user, kind, app.now()).about(&token.name);
    store::security_events::insert(db, event).await?;
    transaction.commit().await?;
    open(app, id, &sealed)
}

/// Ends a token at once; its owner gets a mail.
///
/// # Errors
/// `not_found`, `token_ended`, `unavailable`.
pub async fn revoke_as_admin(app: &App, id: TokenId) -> Result<(), Failure> {
    let db = app.database.connection();
    let owner = store::tokens::owner(db, id).await?.ok_or(ErrorCode::NotFound)?;
    let (token, _) = store::tokens::find(db, owner, id).await?.ok_or(ErrorCode::NotFound)?;
    if revoke_for_owner(app, &token, RevokedBy::Admin, SecurityEventKind::TokenRevokedByAdmin).await? {
        Ok(())
    } else {
        Err(ErrorCode::TokenEnded.into())
    }
}
