//! Another address for an account. A code goes to the new one before anything changes; the old one is told,
//! and can undo it for three days.

use std::time::Duration;

use domain::{
    AppError, ErrorCode, Field, Locale, Problem, UserId,
    identity::{Code, Email, FlowId},
    security::SecurityEventKind,
};

use super::{
    Failure,
    codes::NewFlow,
    deletion, notices, people, step_up,
    throttle::{self, Counter, Limit},
};
use crate::{
    app::App,
    auth::CurrentUser,
    store::{self, Connection, email_changes::EmailChange, flows::Purpose, security_events::SecurityEvent},
};

/// For how long a change can be undone from the mailbox before.
pub(crate) const UNDO_FOR: Duration = Duration::from_hours(72);

/// Begins a change: a code is mailed to the new address. Whether it has an account already nobody is told
/// but its owner, in that mail.
///
/// # Errors
/// `step_up`, `invalid`, `too_many_tries`.
pub async fn begin(app: &App, user: &CurrentUser, email: &str) -> Result<FlowId, Failure> {
    step_up::require(app, user)?;
    let email = Email::parse(email)?;
    if email.as_str() == user.email {
        return Err(AppError::field(Field::Email, Problem::EmailSame).into());
    }
    let codes = Counter::anywhere(app, Limit::Codes, &user.id.to_string());
    let to_address =
        Counter::anywhere(app, Limit::CodesToAddress, &format!("{} {}", user.id, email.as_str()));
    throttle::count(app, &[&codes, &to_address]).await?;
    let purpose = Purpose::EmailChange;
    let new = NewFlow { purpose, email: &email, user: Some(user.id), password_hash: None };
    let flow = app.codes.begin(new, user.locale).await?;
    app.wake_worker();
    Ok(flow)
}

/// Mails a new code; the one before ends.
///
/// # Errors
/// `too_many_tries`.
pub async fn resend(app: &App, user: &CurrentUser, flow: FlowId) -> Result<(), Failure> {
    let codes = Counter::anywhere(app, Limit::Codes, &user.id.to_string());
    throttle::count(app, &[&codes]).await?;
    app.codes.resend(flow, Some(user.id), user.locale).await?;
    app.wake_worker();
    Ok(())
}

/// Gives the account its new address. The identity provider has it first: should the process die before
/// our own row follows, the code still works, and so does the next sign-in (`people::ensure`).
///
/// # Errors
/// `step_up`, `invalid` when another account has the address by now, `wrong_code`, `dead_code`.
pub async fn confirm(app: &App, user: &CurrentUser, flow: FlowId, code: &str) -> Result<(), Failure> {
    step_up::require(app, user)?;
    let code = Code::parse(code)?;
    let db = app.database.connection();
    let begun = store::flows::find(db, flow).await?.filter(|flow| flow.user == Some(user.id));
    begun.ok_or(ErrorCode::DeadCode)?;
    let flow = app.codes.redeem(flow, Purpose::EmailChange, &code).await?;
    let email = Email::parse(&flow.email)?;
    if store::people::find_by_email(db, email.as_str()).await?.is_some_and(|other| other.id != user.id) {
        return Err(AppError::field(Field::Email, Problem::EmailTaken).into());
    }
    deletion::forget_former(app, &email).await?;
    app.identity.set_email(user.id, &email).await?;
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    people::hold(db, user.id).await?;
    store::flows::end(db, flow.id).await?;
    store::flows::end_all_of(db, user.id, Purpose::EmailChange).await?;
    let event = user.event(app, SecurityEventKind::EmailChanged);
    record(app, db, user.id, email.as_str(), (event, user.locale)).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(())
}

/// Writes down that a person's address is another one now, if our row says otherwise, and tells the one
/// before. Nobody else changes the person's row until the transaction ends.
///
/// # Errors
/// `invalid` when another account has it, `unavailable`.
pub(super) async fn record(
    app: &App,
    db: &impl Connection,
    user: UserId,
    new_email: &str,
    (event, locale): (SecurityEvent, Locale),
) -> Result<(), Failure> {
    let person = store::people::find(db, user).await?.ok_or(ErrorCode::SignedOut)?;
    if person.email == new_email {
        return Ok(());
    }
    // One that began with the old address would bring it back.
    store::pending_sign_ins::end_all(db, user).await?;
    if !store::people::set_email(db, user, new_email).await? {
        return Err(AppError::field(Field::Email, Problem::EmailTaken).into());
    }
    let change = EmailChange {
        id: app.entropy.uuid(),
        user,
        old_email: person.email,
        new_email: new_email.to_owned(),
        at: event.at,
    };
    let event = event.about(&change.old_email);
    // Who changes an address back undoes a change: whoever reads the one in between gets no link to undo that.
    let goes_back = store::email_changes::came_from(db, &change, change.at - UNDO_FOR).await?;
    if goes_back {
        notices::enqueue(app, db, &event, locale).await?;
    } else {
        notices::enqueue_email_change(app, db, &event, &change, locale).await?;
        store::email_changes::insert(db, change).await?;
    }
    Ok(store::security_events::insert(db, event).await?)
}
