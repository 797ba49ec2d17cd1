//! What is removed after a deletion is acknowledged: at the identity provider, outside the database, and in it whatever
//! is too much for one transaction.

use domain::{ErrorCode, UserId};

use super::Failure;
use crate::{app::App, store::outbox::Leased};

/// Goes on with it. What is left when the turn is over stays in the message.
///
/// # Errors
/// `unavailable`; then it goes on where it was.
pub(crate) async fn finish(_app: &App, _leased: &Leased, _user: UserId) -> Result<(), Failure> {
    Err(ErrorCode::Unavailable.into())
}
