//! What is sensitive needs a sign-in that is not old, or a proof that it is still the same person
//! (ASVS 5.0, 7.5.1 and 7.5.3).

use std::time::Duration;

use domain::{
    AppError, ErrorCode, Field, Problem,
    identity::{Email, Password},
    security::SecurityEventKind,
};

use super::{Failure, sessions, throttle::Guesses};
use crate::{app::App, auth::CurrentUser, ports::identity::PasswordOutcome, store};

/// How long a proof counts.
const FRESH_FOR: Duration = Duration::from_mins(15);

/// That the person proved not long ago who they are.
///
/// # Errors
/// `step_up`.
pub fn require(app: &App, user: &CurrentUser) -> Result<(), Failure> {
    if app.now().since(user.proved_at) < FRESH_FOR { Ok(()) } else { Err(ErrorCode::StepUp.into()) }
}

/// Takes the person's password as a new proof, for this session. Wrong ones count like failed sign-ins:
/// a session that was left open is no way around the throttle.
///
/// # Errors
/// `invalid` with the field when the password is not right, `too_many_tries`, `busy`.
pub async fn with_password(app: &App, user: &CurrentUser, password: &Password) -> Result<(), Failure> {
    password.present()?;
    let email = Email::parse(&user.email)?;
    let guesses = Guesses::in_session(app, user);
    guesses.count(app).await?;
    let outcome = app.identity.check_password(&email, password).await;
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let outcome = match outcome {
        Ok(outcome) if outcome.proves(user.id) => {
            guesses.clear(db).await?;
            if let PasswordOutcome::Right(proof) = outcome {
                sessions::keep_grant(app, db, user, proof.grant).await?;
            }
            store::sessions::prove(db, user.session, app.now()).await?;
            store::security_events::insert(db, user.event(app, SecurityEventKind::SteppedUp)).await?;
            Ok(())
        }
        Ok(_) => {
            store::security_events::insert(db, user.event(app, SecurityEventKind::SignInFailed)).await?;
            Err(AppError::field(Field::Password, Problem::PasswordWrong).into())
        }
        Err(failure) => {
            // Nothing was tried, so nothing counts.
            guesses.refund(db).await?;
            Err(failure)
        }
    };
    transaction.commit().await?;
    outcome
}
