//! Platform services: programs of the operator's that may ask whether a token is good.

use domain::{
    ErrorCode,
    token::{TokenValue, checked_name},
};
use uuid::Uuid;

use super::{
    Failure,
    keys::{self, Kind},
};
use crate::{
    app::App,
    store::{self, service_credentials::ServiceCredential},
};

/// How many are listed at most.
const LISTED: u64 = 1000;

/// Makes a credential for a service. Its value is shown here and never again.
///
/// # Errors
/// `invalid` when the name is.
pub async fn create(app: &App, name: &str) -> Result<(ServiceCredential, TokenValue), Failure> {
    let name = checked_name(name)?;
    let value = keys::generate(&*app.entropy, Kind::ServiceCredential);
    let credential =
        ServiceCredential { id: app.entropy.uuid(), name, created_at: app.now(), revoked_at: None };
    let hash = keys::stored_hash(value.expose());
    store::service_credentials::insert(app.database.connection(), &credential, hash).await?;
    Ok((credential, value))
}

/// All credentials, the youngest first, ended ones too.
///
/// # Errors
/// `unavailable`.
pub async fn list(app: &App) -> Result<Vec<ServiceCredential>, Failure> {
    Ok(store::service_credentials::list(app.database.connection(), LISTED).await?)
}

/// Ends a credential at once.
///
/// # Errors
/// `not_found` when there is none that works.
pub async fn revoke(app: &App, id: Uuid) -> Result<(), Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    if !store::service_credentials::revoke(db, id, app.now()).await? {
        return Err(ErrorCode::NotFound.into());
    }
    keys::commit_changes(app, transaction, &[id]).await
}
