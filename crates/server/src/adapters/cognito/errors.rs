//! What Cognito refuses, and what that means to a person. The code decides, and where Cognito says two
//! things with one code, the beginning of its message.

use std::fmt;

use aws_sdk_cognitoidentityprovider::{
    config::http::HttpResponse,
    error::{ProvideErrorMetadata, SdkError},
    operation::RequestId as _,
};
use domain::{AppError, ErrorCode, Field, Problem};

use crate::service::Failure;

/// Cognito locks a password for one second after five wrong ones, then twice as long, up to 15 minutes. It
/// does not say how long it still takes.
const LOCK_SECONDS: u32 = 60;
/// Its limits of codes are an hour's, and don't say when that is over either.
const LIMIT_SECONDS: u32 = 15 * 60;

/// Why Cognito refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// A wrong password, a token or a session that doesn't count (any more).
    NotAuthorized,
    /// Too many wrong passwords.
    Locked,
    NoSuchUser,
    /// Somebody has the address.
    Taken,
    Unconfirmed,
    ResetRequired,
    WrongCode,
    /// A code that has run out, or was never asked for.
    DeadCode,
    /// No secret of an authenticator app to check a code against, or none allowed.
    NoAuthenticator,
    /// As many codes, or tries of a code, as Cognito lets one person have.
    Limit,
    /// More requests than Cognito takes.
    Busy,
    BadPassword,
    SamePassword,
    /// It does not fit what Cognito knows of the person, or the pool.
    Unfit,
    /// The code could not be mailed.
    Undelivered,
    /// Everything else: wrong settings, no right to call, a fault, no answer.
    Unavailable,
}

/// A call that came to nothing.
#[derive(Debug)]
pub(super) struct Refusal {
    pub reason: Reason,
    /// Whether Cognito surely did nothing. Without an answer nobody knows.
    pub certain: bool,
    cause: String,
}

impl Refusal {
    /// What an SDK's error means.
    pub fn new<E>(operation: &str, error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let SdkError::ServiceError(answer) = error else {
            let certain = matches!(error, SdkError::ConstructionFailure(_));
            return Self {
                reason: Reason::Unavailable,
                certain,
                cause: format!("{operation}: {}", chain(error)),
            };
        };
        let refused = answer.err();
        let (code, message) = (refused.code().unwrap_or("no code"), refused.message().unwrap_or_default());
        let status = answer.raw().status().as_u16();
        let request = answer.raw().request_id().unwrap_or("-");
        let cause = format!("{operation}: {status} {code}: {message} (request {request})");
        let certain = (400..500).contains(&status);
        let reason = if certain { reason(code, message) } else { Reason::Unavailable };
        Self { reason, certain, cause }
    }

    /// An answer that can't be made sense of.
    pub fn unreadable(what: impl Into<String>) -> Self {
        Self { reason: Reason::Unavailable, certain: false, cause: what.into() }
    }

    /// A refusal that Cognito doesn't call one.
    pub fn because(reason: Reason, what: impl Into<String>) -> Self {
        Self { reason, certain: true, cause: what.into() }
    }

    /// What to tell where the caller knows better what it means.
    pub fn told_as(self, code: ErrorCode) -> Failure {
        tracing::info!(cause = self.cause, "Cognito refused");
        code.into()
    }
}

/// What it means where nothing else is known.
impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let password = |problem| AppError::field(Field::Password, problem);
        let told = match refusal.reason {
            Reason::Locked => AppError::too_many_tries(LOCK_SECONDS),
            Reason::Limit => AppError::too_many_tries(LIMIT_SECONDS),
            Reason::WrongCode => AppError::new(ErrorCode::WrongCode),
            Reason::DeadCode => AppError::new(ErrorCode::DeadCode),
            Reason::Taken => AppError::field(Field::Email, Problem::EmailTaken),
            Reason::BadPassword => password(Problem::PasswordPolicy),
            Reason::SamePassword => password(Problem::PasswordSame),
            Reason::Busy => return Self::caused(ErrorCode::Busy, refusal.cause),
            _ => return Self::caused(ErrorCode::Unavailable, refusal.cause),
        };
        // The pool's reason is in its language, and about rules that the person wasn't shown.
        tracing::info!(cause = refusal.cause, "Cognito refused");
        told.into()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.cause)
    }
}

/// For `map_err`.
pub(super) fn refused<E>(operation: &'static str) -> impl FnOnce(SdkError<E, HttpResponse>) -> Refusal
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    move |error| Refusal::new(operation, &error)
}

fn reason(code: &str, message: &str) -> Reason {
    match code {
        "NotAuthorizedException" if message.starts_with("Password attempts exceeded") => Reason::Locked,
        // Our settings are wrong, not the password.
        "NotAuthorizedException" if message.to_ascii_lowercase().contains("secret") => Reason::Unavailable,
        "NotAuthorizedException" => Reason::NotAuthorized,
        "UserNotFoundException" => Reason::NoSuchUser,
        "UsernameExistsException" | "AliasExistsException" => Reason::Taken,
        "UserNotConfirmedException" => Reason::Unconfirmed,
        "PasswordResetRequiredException" => Reason::ResetRequired,
        // "No software token MFA has been associated …" has the same code as a wrong one.
        "EnableSoftwareTokenMFAException" if message.contains("associated") => Reason::NoAuthenticator,
        "CodeMismatchException" | "EnableSoftwareTokenMFAException" => Reason::WrongCode,
        // "Your software token has already been used once.": the next one will do.
        "ExpiredCodeException" if message.contains("already been used") => Reason::WrongCode,
        "ExpiredCodeException" => Reason::DeadCode,
        "SoftwareTokenMFANotFoundException" => Reason::NoAuthenticator,
        "LimitExceededException" | "TooManyFailedAttemptsException" => Reason::Limit,
        "TooManyRequestsException" | "ThrottlingException" => Reason::Busy,
        "InvalidPasswordException" => Reason::BadPassword,
        "PasswordHistoryPolicyViolationException" => Reason::SamePassword,
        // "Value at 'password' failed to satisfy constraint": white space at an end, or too long.
        "InvalidParameterException" if names_a_password(message) => Reason::BadPassword,
        "InvalidParameterException" => Reason::Unfit,
        "CodeDeliveryFailureException" => Reason::Undelivered,
        _ => Reason::Unavailable,
    }
}

fn names_a_password(message: &str) -> bool {
    ["'password'", "'proposedPassword'"].iter().any(|name| message.contains(name))
}

/// An error and what it came from, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_code_can_mean_several_things() {
        let not_authorized = |message| reason("NotAuthorizedException", message);
        assert_eq!(not_authorized("Incorrect username or password."), Reason::NotAuthorized);
        assert_eq!(not_authorized("Password attempts exceeded"), Reason::Locked);
        assert_eq!(not_authorized("Unable to verify secret hash for client abc"), Reason::Unavailable);
        let expired = |message| reason("ExpiredCodeException", message);
        assert_eq!(expired("Invalid code provided, please request a code again."), Reason::DeadCode);
        assert_eq!(expired("Your software token has already been used once."), Reason::WrongCode);
        let unfit = |message| reason("InvalidParameterException", message);
        assert_eq!(unfit("Value at 'password' failed to satisfy constraint"), Reason::BadPassword);
        assert_eq!(unfit("USER_PASSWORD_AUTH flow not enabled for this client"), Reason::Unfit);
        assert_eq!(reason("SomethingNewException", ""), Reason::Unavailable);
    }

    #[test]
    fn a_person_is_told_what_they_can_do_and_never_the_cause() {
        let told = |reason| {
            let refusal = Refusal { reason, certain: true, cause: "InitiateAuth: secret of ours".to_owned() };
            Failure::from(refusal).into_reported()
        };
        for (reason, code) in [
            (Reason::Locked, ErrorCode::TooManyTries),
            (Reason::Limit, ErrorCode::TooManyTries),
            (Reason::WrongCode, ErrorCode::WrongCode),
            (Reason::DeadCode, ErrorCode::DeadCode),
            (Reason::Busy, ErrorCode::Busy),
            (Reason::BadPassword, ErrorCode::Invalid),
            (Reason::SamePassword, ErrorCode::Invalid),
            (Reason::Taken, ErrorCode::Invalid),
            (Reason::NotAuthorized, ErrorCode::Unavailable),
            (Reason::Unavailable, ErrorCode::Unavailable),
        ] {
            let error = told(reason);
            assert_eq!(error.code, code, "{reason:?}");
            assert!(!error.to_string().contains("secret of ours"));
        }
        assert_eq!(told(Reason::Limit).retry_after, Some(LIMIT_SECONDS));
    }
}
