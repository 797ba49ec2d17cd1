//! Signing in with a password, and out.

use domain::{
    ErrorCode,
    identity::{Email, FlowId, Password},
    security::SecurityEventKind,
};
use secrecy::SecretString;

use super::{
    Failure, people, sessions,
    throttle::{Counter, Limit},
};
use crate::{
    app::App,
    auth::{Caller, CurrentUser},
    ports::identity::{Identity, PasswordOutcome},
    store,
};

/// How a sign-in with the right password ends.
pub enum Outcome {
    /// A session began; this is its secret.
    Session(SecretString),
    /// The address must be confirmed first; a new code is on its way.
    ConfirmFirst(FlowId),
}

/// Signs in with address and password.
///
/// # Errors
/// `invalid`, `wrong_credentials`, `too_many_tries`, `busy`.
pub async fn with_password(
    app: &App,
    caller: &Caller,
    email: &str,
    password: &Password,
) -> Result<Outcome, Failure> {
    let email = Email::parse(email)?;
    password.present()?;
    let network = Counter::new(app, Limit::Network, caller.address, "");
    let account = Counter::new(app, Limit::Account, caller.address, email.as_str());
    network.count(app).await?;
    account.count(app).await?;
    let outcome = match app.identity.check_password(&email, password).await {
        Ok(outcome) => outcome,
        Err(failure) => {
            // Nothing was tried, so nothing counts.
            network.refund(app).await?;
            account.refund(app).await?;
            return Err(failure);
        }
    };
    match outcome {
        PasswordOutcome::Right(identity) => {
            network.refund(app).await?;
            account.clear(app).await?;
            begin_session(app, caller, &identity).await.map(Outcome::Session)
        }
        PasswordOutcome::Unconfirmed(flow) => {
            network.refund(app).await?;
            account.clear(app).await?;
            Ok(Outcome::ConfirmFirst(flow))
        }
        PasswordOutcome::Wrong(account) => {
            metrics::counter!("sign_ins_total", "outcome" => "wrong").increment(1);
            if let Some(user) = account
                && store::people::find(app.database.connection(), user).await?.is_some()
            {
                let event = caller.event(app, user, SecurityEventKind::SignInFailed);
                store::security_events::insert(app.database.connection(), event).await?;
            }
            Err(ErrorCode::WrongCredentials.into())
        }
    }
}

async fn begin_session(app: &App, caller: &Caller, identity: &Identity) -> Result<SecretString, Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    people::ensure(app, db, identity).await?;
    if let Some(previous) = &caller.session_secret {
        // A new sign-in gets a new secret, and the old one ends (ASVS 5.0, 7.2.4).
        sessions::end_by_secret(db, previous).await?;
    }
    let secret = sessions::begin(app, db, caller, identity.user).await?;
    let event = caller.event(app, identity.user, SecurityEventKind::SignedIn);
    store::security_events::insert(db, event).await?;
    transaction.commit().await?;
    metrics::counter!("sign_ins_total", "outcome" => "right").increment(1);
    Ok(secret)
}

/// Ends the person's own session.
///
/// # Errors
/// `unavailable`.
pub async fn sign_out(app: &App, user: &CurrentUser) -> Result<(), Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    store::sessions::delete(db, user.session).await?;
    store::security_events::insert(db, user.event(app, SecurityEventKind::SignedOut)).await?;
    Ok(transaction.commit().await?)
}
