//! What an installation tells everybody who opens it.

use serde::{Deserialize, Serialize};

use crate::identity::PasswordPolicy;

/// The public facts of an installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Instance {
    /// The name in the top bar, the titles and the mails.
    pub brand: String,
    /// The rules a new password must meet.
    pub password_policy: PasswordPolicy,
    /// Whether people can have passkeys here.
    pub passkeys: bool,
    /// Where a person who is stuck can write to, if anywhere.
    pub support_email: Option<String>,
}
