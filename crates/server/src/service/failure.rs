//! What a use case answers when it can't: an error for the person, a cause for the log.

use std::{error::Error, fmt};

use domain::{AppError, ErrorCode};

use crate::{ports::mailer::MailError, store::StoreError};

/// An [`AppError`] with the cause that only the log gets to see.
#[derive(Debug)]
pub struct Failure {
    error: AppError,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Failure {
    /// A fault of ours, or of something that we stand on.
    pub fn caused(code: ErrorCode, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { error: AppError::new(code), cause: Some(cause.into()) }
    }

    /// What the person gets to see.
    #[must_use]
    pub const fn error(&self) -> &AppError {
        &self.error
    }

    /// Whether another transaction was in the way: the same may well succeed when it is done again.
    #[must_use]
    pub(super) fn is_of_a_race(&self) -> bool {
        let cause = self.cause.as_deref().and_then(|cause| cause.downcast_ref::<StoreError>());
        cause.is_some_and(StoreError::is_of_a_race)
    }

    /// Writes the cause to the log, if there is one, and leaves what the person gets to see.
    #[must_use]
    pub fn into_reported(self) -> AppError {
        if let Some(cause) = self.cause {
            let code = self.error.code;
            tracing::error!(?code, %cause, "request failed");
        }
        self.error
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self { error, cause: None }
    }
}

impl From<ErrorCode> for Failure {
    fn from(code: ErrorCode) -> Self {
        AppError::new(code).into()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::caused(ErrorCode::Unavailable, error)
    }
}

impl From<MailError> for Failure {
    fn from(error: MailError) -> Self {
        Self::caused(ErrorCode::Unavailable, error.cause)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Some(cause) => write!(formatter, "{} ({cause})", self.error),
            None => self.error.fmt(formatter),
        }
    }
}

impl Error for Failure {}
