//! Deleted accounts that the identity provider still knows: they open nothing, and give way to whoever signs up with
//! the same address.

use domain::{UserId, identity::Email};

use super::{Failure, keyed_hashes};
use crate::{
    app::App,
    store::{self, Connection},
};

/// Whether this is somebody whose account is deleted, though not all of it is removed yet.
///
/// # Errors
/// `unavailable`.
pub(crate) async fn is_deleted(db: &impl Connection, user: UserId) -> Result<bool, Failure> {
    Ok(store::deletions::find(db, user).await?.is_some())
}

/// Has the identity provider forget the deleted accounts that had an address, before somebody has an account with it
/// anew. One query for every other address.
///
/// # Errors
/// `unavailable`.
pub(crate) async fn forget_former(app: &App, email: &Email) -> Result<(), Failure> {
    let hashes = keyed_hashes(app, "deleted address", email.as_str().as_bytes());
    for user in store::deletions::with_address(app.database.connection(), &hashes).await? {
        forget_identity(app, user).await?;
    }
    Ok(())
}

/// Has the identity provider forget a deleted account, then forgets what its address was. Repeating it is fine.
///
/// # Errors
/// `unavailable`.
pub(super) async fn forget_identity(app: &App, user: UserId) -> Result<(), Failure> {
    app.identity.delete(user).await?;
    fail::fail_point!("deletion::identity");
    Ok(store::deletions::forget_address(app.database.connection(), user).await?)
}
