//! The account as its owner sees it.

use domain::{
    ErrorCode,
    account::{AccountPage, AccountSummary, Me},
};

use super::{Failure, export, profile, sessions};
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

/// What the Account tab begins with.
///
/// # Errors
/// `signed_out` when the account is gone.
pub async fn page(app: &App, user: &CurrentUser) -> Result<AccountPage, Failure> {
    let (summary, exports) = tokio::try_join!(summary(app, user), export::list(app, user))?;
    Ok(AccountPage { summary, exports })
}

async fn summary(app: &App, user: &CurrentUser) -> Result<AccountSummary, Failure> {
    let db = app.database.connection();
    let person = async { Ok(store::people::find(db, user.id).await?) };
    let organisations = async { Ok(store::clients::count_of(db, user.id).await?) };
    let tokens = async { Ok(store::tokens::count_working(db, user.id, app.now()).await?) };
    let (person, organisations, tokens, sessions) =
        tokio::try_join!(person, organisations, tokens, sessions::count(app, user))?;
    let person = person.ok_or(ErrorCode::SignedOut)?;
    let (email, created_at) = (person.email, person.created_at);
    Ok(AccountSummary { email, created_at, organisations, tokens, sessions })
}
