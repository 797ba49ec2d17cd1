//! What deleting an account would do.

use domain::{ErrorCode, account::DeletionPlan};

use super::Failure;
use crate::{app::App, auth::CurrentUser, store};

/// What deleting the person's account would do at this moment.
///
/// # Errors
/// `signed_out` when the account is gone.
pub async fn plan(app: &App, user: &CurrentUser) -> Result<DeletionPlan, Failure> {
    let person =
        store::people::find(app.database.connection(), user.id).await?.ok_or(ErrorCode::SignedOut)?;
    let email = person.email;
    Ok(DeletionPlan { email, export: None, gone: Vec::new(), handed_over: Vec::new(), left: Vec::new() })
}
