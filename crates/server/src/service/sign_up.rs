//! Signing up: an address, a password, and the code that proves the address.

use domain::identity::{Code, Email, FlowId, Password};

use super::{
    Failure, deletion, people,
    throttle::{self, Counter, Limit},
};
use crate::{app::App, auth::Caller};

/// Begins a sign-up. The answer is the same whether or not the address has an account; the mail isn't.
///
/// # Errors
/// `invalid`, `too_many_tries`, `busy`, `unavailable`.
pub async fn begin(app: &App, caller: &Caller, email: &str, password: &Password) -> Result<FlowId, Failure> {
    let email = Email::parse(email);
    let policy = app.config.identity.password_policy.check(password);
    let email = match (email, policy) {
        (Ok(email), Ok(())) => email,
        (Err(error), Ok(())) | (Ok(_), Err(error)) => return Err(error.into()),
        (Err(mut error), Err(password)) => {
            error.fields.extend(password.fields);
            return Err(error.into());
        }
    };
    let network = Counter::new(app, Limit::Codes, caller.address, "");
    let address = Counter::new(app, Limit::CodesToAddress, caller.address, email.as_str());
    throttle::count(app, &[&network, &address]).await?;
    deletion::forget_former(app, &email).await?;
    let flow = app.identity.sign_up(&email, password, caller.locale).await?;
    app.wake_worker();
    Ok(flow)
}

/// Ends a sign-up with the code from the mail.
///
/// # Errors
/// `invalid`, `wrong_code`, `dead_code`, `too_many_tries`.
pub async fn confirm(app: &App, caller: &Caller, flow: FlowId, code: &str) -> Result<(), Failure> {
    let code = Code::parse(code)?;
    let network = Counter::new(app, Limit::Network, caller.address, "");
    throttle::count(app, &[&network]).await?;
    let outcome = app.identity.confirm_sign_up(flow, &code).await;
    network.settle(app.database.connection(), &outcome).await?;
    let identity = outcome?;
    let transaction = app.database.begin().await?;
    people::ensure(app, transaction.connection(), &identity).await?;
    Ok(transaction.commit().await?)
}

/// Has a new code mailed for a sign-up or a password reset under way.
///
/// # Errors
/// `too_many_tries`.
pub async fn resend(app: &App, caller: &Caller, flow: FlowId) -> Result<(), Failure> {
    throttle::count(app, &[&Counter::new(app, Limit::Codes, caller.address, "")]).await?;
    app.identity.resend_code(flow, caller.locale).await?;
    app.wake_worker();
    Ok(())
}
