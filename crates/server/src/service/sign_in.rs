//! Signing in with a password, and out.

use domain::{
    ErrorCode, Timestamp, UserId,
    identity::{Email, FlowId, Password},
    security::SecurityEventKind,
};
use secrecy::SecretString;
use uuid::Uuid;

use super::{
    Failure, deletion, devices, notices, password_reset, people, second_step, sessions, throttle::Guesses,
};
use crate::{
    app::App,
    auth::{Caller, CurrentUser},
    jobs::{self, Message},
    ports::identity::{PasswordOutcome, Proof},
    store::{
        self, Connection, devices::KnownDevice, pending_sign_ins::Wants, security_events::SecurityEvent,
    },
};

/// How a sign-in goes on from the right password.
pub enum Outcome {
    /// A session began.
    Session(Opened),
    /// The second step is next. This stands for the first.
    SecondStep(SecretString),
    /// A new password has to be set first. This stands for the old one.
    NewPassword(SecretString),
    /// The address must be confirmed first; a new code is on its way.
    ConfirmFirst(FlowId),
    /// The password has to be reset; a code is on its way.
    ResetFirst(FlowId),
}

/// A session that began.
pub struct Opened {
    /// The session's secret.
    pub secret: SecretString,
    /// What makes the device known from now on, if it was not.
    pub device: Option<SecretString>,
}

/// Signs in with address and password.
///
/// # Errors
/// `invalid`, `wrong_credentials`, `too_many_tries`, `locked`, `busy`.
pub async fn with_password(
    app: &App,
    caller: &Caller,
    email: &str,
    password: &Password,
) -> Result<Outcome, Failure> {
    let email = Email::parse(email)?;
    password.present()?;
    let device = devices::known(app, caller, email.as_str()).await?;
    let guesses = Guesses::new(app, caller.address, email.as_str(), device.as_ref().map(|known| known.id));
    guesses.count(app).await?;
    // A password that is changed from here on was not the one that is checked.
    let asked_at = app.now();
    let sign_in = SignIn { caller, device: device.as_ref(), asked_at, trust: false };
    let concluded = match check_password(app, caller, &email, password).await {
        Ok(PasswordOutcome::Wrong) => return refuse(app, caller, &email).await,
        // Whether the password is right nobody has said, so the try counts; the code is asked for as always.
        Ok(PasswordOutcome::ResetFirst) => {
            return Ok(Outcome::ResetFirst(password_reset::begin(app, caller, email.as_str()).await?));
        }
        Ok(outcome) => sign_in.conclude(app, &guesses, outcome).await,
        Err(failure) => Err(failure),
    };
    // The account was deleted a moment ago.
    if concluded.as_ref().is_err_and(|failure| failure.error().code == ErrorCode::SignedOut) {
        return refuse(app, caller, &email).await;
    }
    if concluded.is_err() {
        // Nothing was tried, or the fault is ours: nothing counts.
        guesses.refund(app.database.connection()).await?;
    }
    concluded
}

/// What the password leads to. Who has to confirm their address first gets a new code. That of a deleted account is
/// wrong, whatever the identity provider still says of it.
async fn check_password(
    app: &App,
    caller: &Caller,
    email: &Email,
    password: &Password,
) -> Result<PasswordOutcome, Failure> {
    let outcome = app.identity.check_password(email, password).await?;
    if let Some(identity) = outcome.identity()
        && deletion::is_deleted(app.database.connection(), identity.user).await?
    {
        return Ok(PasswordOutcome::Wrong);
    }
    if let PasswordOutcome::Unconfirmed(flow) = outcome {
        app.identity.resend_code(flow, caller.locale).await?;
    }
    Ok(outcome)
}

async fn refuse(app: &App, caller: &Caller, email: &Email) -> Result<Outcome, Failure> {
    let transaction = app.database.begin_quick().await?;
    note_failure(app, transaction.connection(), caller, email).await?;
    transaction.commit().await?;
    app.wake_worker();
    metrics::counter!("sign_ins_total", "outcome" => "wrong").increment(1);
    Err(ErrorCode::WrongCredentials.into())
}

/// A sign-in whose first step was made.
pub(super) struct SignIn<'a> {
    /// From where.
    pub caller: &'a Caller,
    /// The device, if the person has signed in with it before.
    pub device: Option<&'a KnownDevice>,
    /// When the proof was asked for.
    pub asked_at: Timestamp,
    /// Whether the device is to be spared the second step from now on.
    pub trust: bool,
}

impl SignIn<'_> {
    /// Goes on from the right password, and forgets what was wrong before it.
    async fn conclude(
        &self,
        app: &App,
        guesses: &Guesses,
        outcome: PasswordOutcome,
    ) -> Result<Outcome, Failure> {
        // A sign-in that a power cut takes is made again; waiting for the disk would be most of what a sign-in
        // costs above its hash.
        let transaction = app.database.begin_quick().await?;
        let db = transaction.connection();
        let outcome = self.go_on(app, db, outcome).await?;
        match outcome {
            // The second step may still be guessed at: only its success forgets the failures.
            Outcome::SecondStep(_) | Outcome::NewPassword(_) => guesses.refund(db).await?,
            _ => guesses.clear(db).await?,
        }
        transaction.commit().await?;
        app.wake_worker();
        metrics::counter!("sign_ins_total", "outcome" => "right").increment(1);
        Ok(outcome)
    }

    /// Begins the session, or what comes before it.
    ///
    /// # Errors
    /// `internal` for an outcome that ends no sign-in, `unavailable`.
    pub(super) async fn go_on(
        &self,
        app: &App,
        db: &impl Connection,
        outcome: PasswordOutcome,
    ) -> Result<Outcome, Failure> {
        Ok(match outcome {
            PasswordOutcome::Right(proof) => Outcome::Session(self.open(app, db, &proof).await?),
            PasswordOutcome::SecondStep(challenge) if self.is_spared(app, challenge.identity.user) => {
                let proof = Proof { identity: challenge.identity, grant: app.identity.grant_without_code() };
                Outcome::Session(self.open(app, db, &proof).await?)
            }
            PasswordOutcome::SecondStep(challenge) => {
                Outcome::SecondStep(second_step::begin(app, db, self, challenge, Wants::Code).await?)
            }
            PasswordOutcome::NewPassword(challenge) => {
                Outcome::NewPassword(second_step::begin(app, db, self, challenge, Wants::NewPassword).await?)
            }
            PasswordOutcome::Unconfirmed(flow) => Outcome::ConfirmFirst(flow),
            PasswordOutcome::ResetFirst | PasswordOutcome::Wrong => return Err(ErrorCode::Internal.into()),
        })
    }

    fn is_spared(&self, app: &App, user: UserId) -> bool {
        self.device.is_some_and(|device| device.user == user && device.trusted_until > app.now())
    }

    /// Begins a session. The one that the client came with ends (ASVS 5.0, 7.2.4).
    ///
    /// # Errors
    /// `unavailable`.
    pub(super) async fn open(
        &self,
        app: &App,
        db: &impl Connection,
        proof: &Proof,
    ) -> Result<Opened, Failure> {
        let identity = &proof.identity;
        people::ensure(app, db, identity).await?;
        if let Some(previous) = &self.caller.session_secret {
            sessions::end_by_secret(app, db, previous).await?;
        }
        let secret = sessions::begin(app, db, self.caller, proof, self.asked_at).await?;
        let person = self.caller.acting_as(identity.user, identity.email.clone());
        let event = person.event(app, SecurityEventKind::SignedIn);
        if devices::is_news(db, self, identity.user).await? {
            notices::enqueue(app, db, &event, person.locale).await?;
        }
        store::security_events::insert(db, event).await?;
        let device = devices::note(app, db, &person, self).await?;
        Ok(Opened { secret, device })
    }
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
    // In the same transaction: it is written exactly once.
    if !store::outbox::done(db, message).await? {
        return Ok(());
    }
    if let Some(person) = store::people::find_by_email(db, &attempt.email).await? {
        let kind = SecurityEventKind::SignInFailed;
        let event = SecurityEvent {
            address: attempt.address,
            user_agent: attempt.user_agent,
            ..SecurityEvent::of_ours(app.entropy.uuid(), person.id, kind, attempt.at)
        };
        store::security_events::insert(db, event).await?;
    }
    Ok(transaction.commit().await?)
}

/// Ends the person's own session.
///
/// # Errors
/// `unavailable`.
pub async fn sign_out(app: &App, user: &CurrentUser) -> Result<(), Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let ended = store::sessions::end_one(db, user.id, user.session).await?;
    sessions::revoke_grants_of(app, db, ended).await?;
    store::security_events::insert(db, user.event(app, SecurityEventKind::SignedOut)).await?;
    transaction.commit().await?;
    app.wake_worker();
    super::notifications::look(app, user.id).await;
    Ok(())
}
