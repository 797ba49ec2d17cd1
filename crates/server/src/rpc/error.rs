//! The one error that crosses the wire, in the framework's clothes.

use std::fmt;

use dioxus::prelude::ServerFnError;
use domain::{AppError, ErrorCode};
use serde::{Deserialize, Serialize};

/// What a server function answers.
pub type RpcResult<T> = Result<T, RpcError>;

/// An [`AppError`] that the framework knows how to carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RpcError(pub AppError);

impl fmt::Display for RpcError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for RpcError {}

impl From<AppError> for RpcError {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

/// What the framework itself reports: on a client a lost connection or an answer that is not ours
/// (a proxy's), on the server arguments that can't be read.
impl From<ServerFnError> for RpcError {
    fn from(error: ServerFnError) -> Self {
        let code = match error {
            // A stream that did not begin: the framework reads the status only.
            ServerFnError::Request(ref error) if error.status_code() == Some(401) => ErrorCode::SignedOut,
            ServerFnError::ServerError { code: 500, .. } => ErrorCode::Internal,
            ServerFnError::ServerError { code: 401, .. } => ErrorCode::SignedOut,
            ServerFnError::ServerError { code: 413, .. } => ErrorCode::TooLarge,
            ServerFnError::ServerError { code: 400..500, .. }
            | ServerFnError::Args(_)
            | ServerFnError::MissingArg(_) => ErrorCode::Malformed,
            _ => ErrorCode::Unreachable,
        };
        Self(AppError::new(code))
    }
}

#[cfg(feature = "server")]
mod server {
    use axum::http::StatusCode;
    use dioxus::fullstack::AsStatusCode;

    use super::RpcError;
    use crate::service::Failure;

    impl AsStatusCode for RpcError {
        fn as_status_code(&self) -> StatusCode {
            StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }

    /// The cause stays here, in the log; the person gets the text.
    impl From<Failure> for RpcError {
        fn from(failure: Failure) -> Self {
            Self(failure.into_reported())
        }
    }
}
