//! Leaving for good: one transaction after which the person is out and their address is free, and a job that
//! removes the rest.

mod job;
mod plan;

use domain::{ErrorCode, UserId, account::DeletionRequest};

use super::Failure;
use crate::{app::App, auth::CurrentUser};

pub(crate) use job::finish;
pub use plan::plan;

/// Deletes the person's account, as they confirmed it.
///
/// # Errors
/// `step_up`; `invalid` for an address or an organisation's name that is not the one; `conflict` when other
/// organisations would be deleted than they confirmed; `subscription_active`.
pub async fn delete(_app: &App, _user: &CurrentUser, _request: DeletionRequest) -> Result<(), Failure> {
    Err(ErrorCode::Unavailable.into())
}

/// Deletes somebody's account, with the organisations that only they administer, by an administrator.
///
/// # Errors
/// `not_found`, `subscription_active`, `unavailable`.
pub async fn delete_as_admin(_app: &App, _user: UserId) -> Result<(), Failure> {
    Err(ErrorCode::Unavailable.into())
}
