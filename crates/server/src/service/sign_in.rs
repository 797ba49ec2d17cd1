//! Signing in with a password, and out.

use domain::{
    ErrorCode, Timestamp,
    identity::{Email, FlowId, Password},
    security::SecurityEventKind,
};
use secrecy::SecretString;
use uuid::Uuid;

use super::{
    Failure, people, sessions,
    throttle::{self, Counter, Limit},
};
use crate::{
    app::App,
    auth::{Caller, CurrentUser},
    jobs::{self, Message},
    ports::identity::{Identity, PasswordOutcome},
    store::{self, Connection, security_events::SecurityEvent},
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
    throttle::count(app, &[&network, &account]).await?;
    // A password that is changed from here on was not the one that is checked.
    let asked_at = app.now();
    let outcome = match app.identity.check_password(&email, password).await {
        Ok(PasswordOutcome::Unconfirmed(flow)) => {
            let resent = app.identity.resend_code(flow, caller.locale).await;
            resent.map(|()| PasswordOutcome::Unconfirmed(flow))
        }
        outcome => outcome,
    };
    // A sign-in that a power cut takes is made again; waiting for the disk would be most of what a sign-in
    // costs above its hash.
    let transaction = app.database.begin_quick().await?;
    let db = transaction.connection();
    let outcome = match outcome {
        Ok(PasswordOutcome::Right(identity)) => {
            network.refund(db).await?;
            account.clear(db).await?;
            Outcome::Session(begin_session(app, db, caller, &identity, asked_at).await?)
        }
        Ok(PasswordOutcome::Unconfirmed(flow)) => {
            network.refund(db).await?;
            account.clear(db).await?;
            Outcome::ConfirmFirst(flow)
        }
        Ok(PasswordOutcome::Wrong) => {
            note_failure(app, db, caller, &email).await?;
            transaction.commit().await?;
            app.wake_worker();
            metrics::counter!("sign_ins_total", "outcome" => "wrong").increment(1);
            return Err(ErrorCode::WrongCredentials.into());
        }
        Err(failure) => {
            // Nothing was tried, so nothing counts.
            network.refund(db).await?;
            account.refund(db).await?;
            transaction.commit().await?;
            return Err(failure);
        }
    };
    transaction.commit().await?;
    metrics::counter!("sign_ins_total", "outcome" => "right").increment(1);
    Ok(outcome)
}

/// Has the failure written into the account's log. The outbox finds out whose it is, if anybody's: here
/// that would take longer for an account that exists.
async fn note_failure(
    app: &App,
    db: &impl Connection,
    caller: &Caller,
    email: &Email,
) -> Result<(), Failure> {
    let message = Message::SignInFailed {
        email: email.as_str().to_owned(),
        address: caller.address.to_string(),
        user_agent: caller.user_agent.clone(),
        at: app.now(),
    };
    jobs::enqueue(app, db, &message).await
}

/// A try with a wrong password.
pub(crate) struct FailedAttempt {
    /// The address that was typed.
    pub email: String,
    /// From where.
    pub address: String,
    /// With which program.
    pub user_agent: String,
    /// When.
    pub at: Timestamp,
}

/// Writes a failed sign-in into the log of the account that it was aimed at, once.
///
/// # Errors
/// `unavailable`.
pub(crate) async fn log_failure(app: &App, message: Uuid, attempt: FailedAttempt) -> Result<(), Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    if let Some(person) = store::people::find_by_email(db, &attempt.email).await? {
        let kind = SecurityEventKind::SignInFailed;
        let event = SecurityEvent {
            address: attempt.address,
            user_agent: attempt.user_agent,
            ..SecurityEvent::of_ours(app.entropy.uuid(), person.id, kind, attempt.at)
        };
        store::security_events::insert(db, event).await?;
    }
    // In the same transaction: it is written exactly once.
    store::outbox::done(db, message).await?;
    Ok(transaction.commit().await?)
}

async fn begin_session(
    app: &App,
    db: &impl Connection,
    caller: &Caller,
    identity: &Identity,
    asked_at: Timestamp,
) -> Result<SecretString, Failure> {
    people::ensure(app, db, identity).await?;
    if let Some(previous) = &caller.session_secret {
        // A new sign-in gets a new secret, and the old one ends (ASVS 5.0, 7.2.4).
        sessions::end_by_secret(db, previous).await?;
    }
    let secret = sessions::begin(app, db, caller, identity.user, asked_at).await?;
    let person = caller.acting_as(identity.user, identity.email.clone());
    let event = person.event(app, SecurityEventKind::SignedIn);
    store::security_events::insert(db, event).await?;
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
