//! What an installation tells everybody.

use domain::instance::Instance;

use super::passkeys;
use crate::app::App;

/// The public facts of this installation.
#[must_use]
pub fn read(app: &App) -> Instance {
    Instance {
        brand: app.config.brand.name.clone(),
        password_policy: app.config.identity.password_policy,
        passkeys: passkeys::are_offered(app),
        support_email: app.config.support.email.clone(),
    }
}
