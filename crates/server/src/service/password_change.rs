//! The password, changed in place by who knows it.

use domain::{
    AppError, ErrorCode, Field, Problem, Timestamp, UserId, identity::Password, security::SecurityEventKind,
};
use uuid::Uuid;

use super::{
    Failure, notices, sessions,
    throttle::{Counter, Guesses, Limit},
};
use crate::{
    app::App,
    auth::CurrentUser,
    jobs,
    ports::identity::Requester,
    store::{self, security_events::SecurityEvent},
};

/// Replaces the password. The person's other sessions end, and no device is trusted any more; the second
/// factor stays.
///
/// # Errors
/// `invalid` with the wrong fields, `too_many_tries`, `busy`.
pub async fn change(
    app: &App,
    user: &CurrentUser,
    current: &Password,
    new: &Password,
) -> Result<(), Failure> {
    check(app, current, new)?;
    // Wrong ones count like failed sign-ins.
    let guesses = Guesses::in_session(app, user);
    guesses.count(app).await?;
    let by = user.requester();
    let outcome = app.identity.change_password(&user.identity(), current, new, by).await;
    let db = app.database.connection();
    match outcome {
        Ok(Some(follow_up)) => {
            guesses.clear(db).await?;
            // The message is durable; running it here makes it true before the answer.
            jobs::run_one(app, follow_up).await;
            app.wake_worker();
            Ok(())
        }
        Ok(None) => {
            store::security_events::insert(db, user.event(app, SecurityEventKind::SignInFailed)).await?;
            Err(AppError::field(Field::CurrentPassword, Problem::PasswordWrong).into())
        }
        Err(failure) => {
            guesses.refund(db).await?;
            Err(failure)
        }
    }
}

fn check(app: &App, current: &Password, new: &Password) -> Result<(), AppError> {
    let mut fields = Vec::new();
    if let Err(error) = current.present() {
        let problem = error.problem_of(Field::Password).unwrap_or(Problem::Required);
        fields.extend(AppError::field(Field::CurrentPassword, problem).fields);
    }
    if let Err(error) = app.config.identity.password_policy.check(new) {
        fields.extend(error.fields);
    } else if new == current {
        fields.extend(AppError::field(Field::Password, Problem::PasswordSame).fields);
    }
    if fields.is_empty() { Ok(()) } else { Err(AppError { fields, ..AppError::new(ErrorCode::Invalid) }) }
}

/// A password that was set anew, in whichever way.
pub(crate) struct NewPassword {
    /// Whose.
    pub user: UserId,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Requester,
    /// Which way.
    pub kind: SecurityEventKind,
}

/// What follows a new password: sessions that began before it end, no device is trusted any more, the log
/// tells, a mail tells. Done by the outbox, so that it happens even if the process dies right after the
/// password changed.
///
/// # Errors
/// `unavailable`.
pub(crate) async fn follow_up(app: &App, message: Uuid, new: NewPassword) -> Result<(), Failure> {
    let NewPassword { user, at, by, kind } = new;
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    // In the same transaction: it is done exactly once.
    if !store::outbox::done(db, message).await? {
        return Ok(());
    }
    if let Some(person) = store::people::find(db, user).await? {
        sessions::end_all_of(app, db, user, at, by.session).await?;
        store::devices::distrust_all(db, user, at).await?;
        if kind == SecurityEventKind::PasswordReset {
            Counter::anywhere(app, Limit::Person, &person.email).clear(db).await?;
        }
        let event = SecurityEvent {
            address: by.address,
            user_agent: by.user_agent,
            ..SecurityEvent::of_ours(app.entropy.uuid(), user, kind, at)
        };
        notices::log(app, db, event, by.locale).await?;
    }
    transaction.commit().await?;
    super::notifications::look(app, user).await;
    Ok(())
}
