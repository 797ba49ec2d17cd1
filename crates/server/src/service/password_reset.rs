//! The forgotten password: registered address, code by mail, new password, done.

use domain::identity::{Code, Email, FlowId, Password};

use super::{
    Failure,
    throttle::{self, Counter, Limit},
};
use crate::{app::App, auth::Caller, jobs};

/// Begins a reset. The answer is the same whether or not the address has an account.
///
/// # Errors
/// `invalid`, `too_many_tries`.
pub async fn begin(app: &App, caller: &Caller, email: &str) -> Result<FlowId, Failure> {
    let email = Email::parse(email)?;
    admit(app, caller, &email).await?;
    begin_admitted(app, caller, &email).await
}

/// Counts a mail with a code against who has it sent.
///
/// # Errors
/// `too_many_tries`.
pub(super) async fn admit(app: &App, caller: &Caller, email: &Email) -> Result<(), Failure> {
    let network = Counter::new(app, Limit::Codes, caller.address, "");
    let address = Counter::new(app, Limit::CodesToAddress, caller.address, email.as_str());
    throttle::count(app, &[&network, &address]).await
}

/// Begins a reset that is counted already.
///
/// # Errors
/// `unavailable`.
pub(super) async fn begin_admitted(app: &App, caller: &Caller, email: &Email) -> Result<FlowId, Failure> {
    let flow = app.identity.forgot_password(email, caller.locale).await?;
    app.wake_worker();
    Ok(flow)
}

/// Sets the new password and ends every session of the person. They sign in afresh: a code from a
/// mail changes the password and nothing else (OWASP Forgot Password).
///
/// # Errors
/// `invalid`, `wrong_code`, `dead_code`, `too_many_tries`, `busy`.
pub async fn complete(
    app: &App,
    caller: &Caller,
    flow: FlowId,
    code: &str,
    password: &Password,
) -> Result<(), Failure> {
    let code = Code::parse(code);
    let policy = app.config.identity.password_policy.check(password);
    let code = match (code, policy) {
        (Ok(code), Ok(())) => code,
        (Err(error), Ok(())) | (Ok(_), Err(error)) => return Err(error.into()),
        (Err(mut error), Err(password)) => {
            error.fields.extend(password.fields);
            return Err(error.into());
        }
    };
    let network = Counter::new(app, Limit::Network, caller.address, "");
    throttle::count(app, &[&network]).await?;
    let outcome = app.identity.reset_password(flow, &code, password, caller.requester()).await;
    network.settle(app.database.connection(), &outcome).await?;
    let follow_up = outcome?;
    // The message is durable; running it here makes it true before the answer.
    jobs::run_one(app, follow_up).await;
    app.wake_worker();
    Ok(())
}
