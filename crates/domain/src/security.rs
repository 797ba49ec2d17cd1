//! What happened to an account's security: the activity log.

use serde::{Deserialize, Serialize};

/// One kind of entry in the activity log. The names are stored; they never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityEventKind {
    /// The account came to be.
    AccountCreated,
    /// A sign-in with the right password.
    SignedIn,
    /// A try with a wrong password.
    SignInFailed,
    /// The person ended this session.
    SignedOut,
    /// A new password was set with an emailed code.
    PasswordReset,
    /// The profile was changed.
    ProfileChanged,
}

impl SecurityEventKind {
    /// The stored name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AccountCreated => "account_created",
            Self::SignedIn => "signed_in",
            Self::SignInFailed => "sign_in_failed",
            Self::SignedOut => "signed_out",
            Self::PasswordReset => "password_reset",
            Self::ProfileChanged => "profile_changed",
        }
    }
}
