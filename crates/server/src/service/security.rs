//! The Security tab as a whole.

use domain::security::{ActivityFilter, SecurityPage, SecuritySummary};

use super::{Failure, activity, devices, passkeys, sessions};
use crate::{app::App, auth::CurrentUser, store};

/// Everything that the tab begins with. While the identity provider can't be reached only the summary is missing.
///
/// # Errors
/// `unavailable`.
pub async fn page(app: &App, user: &CurrentUser) -> Result<SecurityPage, Failure> {
    Ok(SecurityPage {
        summary: summary(app, user).await.map_err(Failure::into_reported),
        sessions: sessions::list(app, user).await?,
        activity: activity::page(app, user, &ActivityFilter::default(), None).await?,
    })
}

/// How the account is kept safe.
async fn summary(app: &App, user: &CurrentUser) -> Result<SecuritySummary, Failure> {
    Ok(SecuritySummary {
        email: user.email.clone(),
        authenticator: app.identity.has_authenticator(user.id).await?,
        backup_codes_left: store::backup_codes::count(app.database.connection(), user.id).await?,
        devices: devices::trusted(app, user).await?,
        passkeys: passkeys::list(app, user).await?,
    })
}
