//! A token that somebody found where it should not be.

use std::net::IpAddr;

use domain::{security::SecurityEventKind, token::RevokedBy};

use super::revoke_for_owner;
use crate::{
    app::App,
    service::{
        Failure,
        keys::{Kind, is_well_formed, stored_hash},
        throttle::{self, Counter, Limit},
    },
    store,
};

/// Ends the token with this value, if there is one, and tells its owner by mail. Answers nothing: who
/// reports a string learns nothing about it.
///
/// # Errors
/// `too_many_tries`, `unavailable`.
pub async fn report(app: &App, address: IpAddr, value: &str) -> Result<(), Failure> {
    throttle::count(app, &[&Counter::new(app, Limit::Reports, address, "")]).await?;
    let value = value.trim();
    if !is_well_formed(Kind::UserToken, value) {
        return Ok(());
    }
    let found = store::tokens::find_by_hash(app.database.connection(), &stored_hash(value)).await?;
    if let Some((token, _)) = found {
        revoke_for_owner(app, &token, RevokedBy::Report, SecurityEventKind::TokenReported).await?;
    }
    Ok(())
}
