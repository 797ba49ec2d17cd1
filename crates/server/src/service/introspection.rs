//! What a platform service learns of a token (RFC 7662).

use std::{net::IpAddr, sync::Arc};

use domain::ErrorCode;

use super::{
    Failure,
    keys::{Known, KnownService, KnownToken},
};
use crate::app::App;

/// The token that a service asks about, if it works. The question counts as a use of it.
///
/// # Errors
/// `unavailable`.
pub async fn introspect(
    app: &App,
    service: &KnownService,
    address: IpAddr,
    value: &str,
) -> Result<Option<Arc<Known<KnownToken>>>, Failure> {
    let known = match app.keys.token(app, value).await {
        Ok(known) => known,
        Err(failure) if failure.error().code == ErrorCode::TokenInvalid => return Ok(None),
        Err(failure) => return Err(failure),
    };
    let now = app.now();
    if known.key.check(now).is_err() {
        return Ok(None);
    }
    app.keys.count(&known.key, now, address, &service.name);
    Ok(Some(known))
}
