//! The second step of a sign-in: a code of the authenticator app, a backup code, or the new password that an
//! administrator asked for. What a passkey answers is read in `passkeys`.

use std::time::Duration;

use domain::{
    AppError, ErrorCode, Field, Problem,
    identity::{Code, Password},
    security::{self, BackupCode, SecondMethod, SecurityEventKind},
};
use secrecy::{ExposeSecret as _, SecretString};
use uuid::Uuid;

use super::{
    Failure, devices, notices, passkeys,
    passkeys::UsedPasskey,
    sessions::{hash, new_secret},
    sign_in::{Outcome, SignIn},
    throttle::Guesses,
    two_factor,
};
use crate::{
    app::App,
    auth::Caller,
    ports::identity::{Challenge, Identity, PasswordOutcome, Proof},
    store::{
        self, Connection,
        devices::KnownDevice,
        pending_sign_ins::{PendingSignIn, Wants},
    },
};

/// How long a sign-in waits for its second step.
pub const PENDING_FOR: Duration = Duration::from_mins(10);
/// Wrong tries that one sign-in bears.
const TRIES: i32 = 5;
/// What a provider's text about a challenge is sealed for.
const CHALLENGE: &str = "challenge";

/// Stores a sign-in that waits, in the place of the session that the client came with. Answers the secret that
/// stands for its first step.
///
/// # Errors
/// `unavailable`.
pub(super) async fn begin(
    app: &App,
    db: &impl Connection,
    sign_in: &SignIn<'_>,
    challenge: Challenge,
    wants: Wants,
) -> Result<SecretString, Failure> {
    if let Some(previous) = &sign_in.caller.session_secret {
        super::sessions::end_by_secret(app, db, previous).await?;
        store::pending_sign_ins::end(db, &hash(previous)).await?;
    }
    let Challenge { identity, state } = challenge;
    let secret = new_secret(app);
    let seal = |state: &SecretString| {
        app.secrets.seal(&*app.entropy, CHALLENGE, identity.user.0.as_bytes(), state.expose_secret())
    };
    let pending = PendingSignIn {
        secret_hash: hash(&secret),
        user: identity.user,
        wants,
        state: state.as_ref().map(seal),
        email: identity.email,
        tries_left: TRIES,
        asked_at: sign_in.asked_at,
        expires_at: sign_in.asked_at + PENDING_FOR,
    };
    store::pending_sign_ins::insert(db, pending).await?;
    Ok(secret)
}

/// The sign-in that this client began, if it can be gone on with.
///
/// # Errors
/// `unavailable`.
pub(super) async fn find(app: &App, caller: &Caller) -> Result<Option<PendingSignIn>, Failure> {
    let Some(secret) = &caller.session_secret else { return Ok(None) };
    Ok(store::pending_sign_ins::find(app.database.connection(), &hash(secret), app.now()).await?)
}

/// What the sign-in that this client began waits for.
///
/// # Errors
/// `signed_out` when there is none that can be gone on with.
pub async fn describe(app: &App, caller: &Caller) -> Result<security::PendingSignIn, Failure> {
    let pending = find(app, caller).await?.ok_or(ErrorCode::SignedOut)?;
    let mut methods = Vec::new();
    if pending.wants == Wants::Code {
        let db = app.database.connection();
        methods.push(SecondMethod::Authenticator);
        if store::backup_codes::count(db, pending.user).await? > 0 {
            methods.push(SecondMethod::BackupCode);
        }
        if passkeys::are_offered(app) && store::passkeys::count(db, pending.user).await? > 0 {
            methods.push(SecondMethod::Passkey);
        }
    }
    Ok(security::PendingSignIn { email: pending.email, methods })
}

/// What a second step turned out to be.
struct Verified {
    proof: Proof,
    used: Used,
}

/// What it used.
enum Used {
    Code,
    /// Used up by it.
    BackupCode(Uuid),
    Passkey(UsedPasskey),
}

/// Makes the second step with the authenticator app's code.
///
/// # Errors
/// `signed_out` when the sign-in has to begin anew, `invalid` with the field, `too_many_tries`, `locked`.
pub async fn with_code(app: &App, caller: &Caller, code: &str, trust: bool) -> Result<Outcome, Failure> {
    let code = Code::parse(code)?;
    let attempt = Attempt::begin(app, caller, Wants::Code).await?;
    let challenge = attempt.challenge(app)?;
    let outcome = match app.identity.answer_challenge(&challenge, &code).await {
        Ok(proof) => Ok(Some(Verified { proof, used: Used::Code })),
        Err(failure) if failure.error().code == ErrorCode::WrongCode => Ok(None),
        Err(failure) => Err(failure),
    };
    attempt.conclude(app, trust, outcome).await
}

/// Makes the second step with a backup code, which ends.
///
/// # Errors
/// The same.
pub async fn with_backup_code(
    app: &App,
    caller: &Caller,
    code: &str,
    trust: bool,
) -> Result<Outcome, Failure> {
    let code = BackupCode::parse(code)?;
    let attempt = Attempt::begin(app, caller, Wants::Code).await?;
    let identity = attempt.identity();
    let outcome = two_factor::find_backup_code(app, identity.user, &code).await;
    let proof = Proof { identity, grant: app.identity.grant_without_code() };
    let verified = |id| Verified { proof, used: Used::BackupCode(id) };
    attempt.conclude(app, trust, outcome.map(|found| found.map(verified))).await
}

/// Makes the second step with a passkey.
///
/// # Errors
/// `passkey_refused`, `signed_out` when the sign-in has to begin anew, `too_many_tries`, `locked`.
pub(super) async fn with_passkey(
    app: &App,
    caller: &Caller,
    answer: passkeys::Answer<'_>,
    trust: bool,
) -> Result<Outcome, Failure> {
    let attempt = Attempt {
        refusal: AppError::new(ErrorCode::PasskeyRefused),
        ..Attempt::begin(app, caller, Wants::Code).await?
    };
    let user = attempt.pending.user;
    let outcome = answer.check(app).await.map(|found| found.filter(|passkey| passkey.identity.user == user));
    let verified = |passkey: UsedPasskey| Verified {
        proof: passkey.identity.clone().into(),
        used: Used::Passkey(passkey),
    };
    attempt.conclude(app, trust, outcome.map(|found| found.map(verified))).await
}

/// Sets the new password that an administrator asked for, and goes on with the sign-in.
///
/// # Errors
/// `signed_out` when the sign-in has to begin anew, `invalid`, `unavailable`.
pub async fn with_new_password(app: &App, caller: &Caller, password: &Password) -> Result<Outcome, Failure> {
    app.config.identity.password_policy.check(password)?;
    let attempt = Attempt::begin(app, caller, Wants::NewPassword).await?;
    let challenge = attempt.challenge(app)?;
    match app.identity.set_new_password(&challenge, password).await {
        Ok(outcome) => attempt.go_on(app, outcome).await,
        Err(failure) => attempt.give_up(app, failure).await,
    }
}

/// A try at a second step: counted before anybody knows how it ends.
struct Attempt<'a> {
    caller: &'a Caller,
    pending: PendingSignIn,
    device: Option<KnownDevice>,
    guesses: Guesses,
    /// What is said of a wrong try.
    refusal: AppError,
}

impl<'a> Attempt<'a> {
    async fn begin(app: &App, caller: &'a Caller, wants: Wants) -> Result<Self, Failure> {
        let waiting = find(app, caller).await?.filter(|pending| pending.wants == wants);
        let waiting = waiting.ok_or(ErrorCode::SignedOut)?;
        let device = devices::known(app, caller, &waiting.email).await?;
        let known = device.as_ref().map(|device| device.id);
        let guesses = Guesses::new(app, caller.address, &waiting.email, known);
        guesses.count(app).await?;
        let db = app.database.connection();
        let pending = store::pending_sign_ins::take_try(db, &waiting.secret_hash, app.now()).await?;
        let pending = pending.ok_or(ErrorCode::SignedOut)?;
        Ok(Self { caller, pending, device, guesses, refusal: wrong_code() })
    }

    fn identity(&self) -> Identity {
        Identity { user: self.pending.user, email: self.pending.email.clone() }
    }

    fn challenge(&self, app: &App) -> Result<Challenge, Failure> {
        let user = self.pending.user.0;
        let open = |sealed| app.secrets.open(CHALLENGE, user.as_bytes(), sealed);
        let state = self.pending.state.as_ref().map(open).transpose();
        let state = state.map_err(|error| Failure::caused(ErrorCode::Internal, error))?;
        Ok(Challenge { identity: self.identity(), state: state.map(SecretString::from) })
    }

    async fn conclude(
        self,
        app: &App,
        trust: bool,
        outcome: Result<Option<Verified>, Failure>,
    ) -> Result<Outcome, Failure> {
        match outcome {
            Ok(Some(verified)) => self.succeed(app, trust, verified).await,
            Ok(None) => self.fail(app).await,
            Err(failure) => self.give_up(app, failure).await,
        }
    }

    async fn succeed(self, app: &App, trust: bool, verified: Verified) -> Result<Outcome, Failure> {
        let transaction = app.database.begin().await?;
        let db = transaction.connection();
        // Who has no row yet gets one below; who is deleted ends there.
        store::people::lock(db, self.pending.user).await?;
        if !store::pending_sign_ins::end(db, &self.pending.secret_hash).await? {
            return Err(ErrorCode::SignedOut.into());
        }
        match &verified.used {
            Used::Code => {}
            Used::BackupCode(code) => {
                if !store::backup_codes::take(db, *code).await? {
                    return Err(self.refusal.into());
                }
                self.note(app, db, SecurityEventKind::BackupCodeUsed).await?;
            }
            Used::Passkey(passkey) => passkey.note(app, db).await?,
        }
        let sign_in = self.sign_in(trust);
        let opened = sign_in.open(app, db, &verified.proof).await?;
        self.guesses.clear(db).await?;
        transaction.commit().await?;
        app.wake_worker();
        metrics::counter!("sign_ins_total", "outcome" => "second_step").increment(1);
        Ok(Outcome::Session(opened))
    }

    /// The new password is set; what it leads to begins.
    async fn go_on(self, app: &App, outcome: PasswordOutcome) -> Result<Outcome, Failure> {
        let transaction = app.database.begin().await?;
        let db = transaction.connection();
        store::people::lock(db, self.pending.user).await?;
        if !store::pending_sign_ins::end(db, &self.pending.secret_hash).await? {
            return Err(ErrorCode::SignedOut.into());
        }
        // As with every new password: whoever was in before is out.
        let before = self.pending.asked_at - Duration::from_millis(1);
        super::sessions::end_all_of(app, db, self.pending.user, before, None).await?;
        store::devices::distrust_all(db, self.pending.user, app.now()).await?;
        self.note(app, db, SecurityEventKind::PasswordChanged).await?;
        let outcome = self.sign_in(false).go_on(app, db, outcome).await?;
        self.guesses.refund(db).await?;
        transaction.commit().await?;
        app.wake_worker();
        super::notifications::look(app, self.pending.user).await;
        Ok(outcome)
    }

    async fn fail(self, app: &App) -> Result<Outcome, Failure> {
        let transaction = app.database.begin().await?;
        self.note(app, transaction.connection(), SecurityEventKind::SecondStepFailed).await?;
        transaction.commit().await?;
        app.wake_worker();
        metrics::counter!("sign_ins_total", "outcome" => "wrong_code").increment(1);
        if self.pending.tries_left > 0 { Err(self.refusal.into()) } else { Err(ErrorCode::SignedOut.into()) }
    }

    /// Nothing was tried, so nothing counts; unless the provider knows this sign-in no more.
    async fn give_up(self, app: &App, failure: Failure) -> Result<Outcome, Failure> {
        let db = app.database.connection();
        self.guesses.refund(db).await?;
        if failure.error().code == ErrorCode::DeadCode {
            store::pending_sign_ins::end(db, &self.pending.secret_hash).await?;
            return Err(ErrorCode::SignedOut.into());
        }
        store::pending_sign_ins::give_try_back(db, &self.pending.secret_hash).await?;
        Err(failure)
    }

    /// Writes an entry into the person's log and has them told, if they have a row yet.
    async fn note(&self, app: &App, db: &impl Connection, kind: SecurityEventKind) -> Result<(), Failure> {
        if store::people::find(db, self.pending.user).await?.is_none() {
            return Ok(());
        }
        let person = self.caller.acting_as(self.pending.user, self.pending.email.clone());
        notices::log(app, db, person.event(app, kind), person.locale).await
    }

    fn sign_in(&self, trust: bool) -> SignIn<'_> {
        SignIn { caller: self.caller, device: self.device.as_ref(), asked_at: self.pending.asked_at, trust }
    }
}

fn wrong_code() -> AppError {
    AppError::field(Field::Code, Problem::CodeWrong)
}
