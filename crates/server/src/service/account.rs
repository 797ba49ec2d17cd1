//! The account as its owner sees it.

use domain::{
    ErrorCode,
    account::{AccountSummary, Me},
};

use super::{Failure, profile};
use crate::{app::App, auth::CurrentUser, store};

/// The signed-in person, for the top bar.
///
/// # Errors
/// `signed_out` when the account is gone.
pub async fn me(app: &App, user: &CurrentUser) -> Result<Me, Failure> {
    let counts = async { Ok(store::notifications::counts(app.database.connection(), user.id).await?) };
    let (profile, (unread, latest)) = tokio::try_join!(profile::read(app, user), counts)?;
    Ok(Me { unread, latest, ..Me::new(user.id, &profile) })
}

/// What the Account tab tells.
///
/// # Errors
/// `signed_out` when the account is gone.
pub async fn summary(app: &App, user: &CurrentUser) -> Result<AccountSummary, Failure> {
    let person = store::people::find(app.database.connection(), user.id).await?;
    let person = person.ok_or(ErrorCode::SignedOut)?;
    Ok(AccountSummary { email: person.email, created_at: person.created_at })
}
