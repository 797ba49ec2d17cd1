//! One error for the whole system: a stable code for programs, a text for people.
//!
//! It crosses the wire, so it never holds a cause: causes go to the server's log.

mod field;
mod problem;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Texts;
pub use field::{Field, FieldError};
pub use problem::Problem;

/// Declares an enum whose variants have a stable name on the wire.
macro_rules! named {
    ($(#[$meta:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $type { $($(#[$doc])* #[serde(rename = $name)] $variant,)* }

        impl $type {
            /// Every one of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stable name.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The one with this stable name.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|each| each.key() == key)
            }
        }
    };
}

pub(crate) use named;

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppError {
    /// What went wrong, for programs.
    pub code: ErrorCode,
    /// The fields that are wrong, in the order of the form; only with [`ErrorCode::Invalid`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// Seconds until another try makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

named! {
    /// Every reason there is. The names are part of the interface.
    ErrorCode {
        /// The request can't be read (400).
        Malformed = "malformed",
        /// Fields break their rules (422).
        Invalid = "invalid",
        /// Nobody is signed in, or no longer (401).
        SignedOut = "signed_out",
        /// Address and password don't belong together (401).
        WrongCredentials = "wrong_credentials",
        /// The emailed code is not the one (422).
        WrongCode = "wrong_code",
        /// The emailed code is used up, too old, or tried too often (422).
        DeadCode = "dead_code",
        /// The request holds no token (401).
        TokenMissing = "token_missing",
        /// What was sent is no token, or none that we know (401).
        TokenInvalid = "token_invalid",
        /// The token was revoked (401).
        TokenRevoked = "token_revoked",
        /// The token reached its end (401).
        TokenExpired = "token_expired",
        /// The token was rotated, and its time with the new one is over (401).
        TokenRotated = "token_rotated",
        /// The token does not work from this address (403).
        NetworkNotAllowed = "network_not_allowed",
        /// The token lacks a scope (403).
        MissingScope = "missing_scope",
        /// The request did not come from our own pages (403).
        CrossSite = "cross_site",
        /// The sign-in is too old for this; it must be proved again who asks (403).
        StepUp = "step_up",
        /// The person's role does not allow this (403).
        Forbidden = "forbidden",
        /// There is no such thing, or not for this person (404).
        NotFound = "not_found",
        /// Somebody else changed it first (409).
        Conflict = "conflict",
        /// The person has as many tokens as one can have (409).
        TooManyTokens = "too_many_tokens",
        /// The person has as many passkeys as one can have (409).
        TooManyPasskeys = "too_many_passkeys",
        /// The authenticator can't be replaced from this session; it can be turned off and set up anew (409).
        AuthenticatorBound = "authenticator_bound",
        /// The passkey is not one of this account, or its answer is too late (422).
        PasskeyRefused = "passkey_refused",
        /// A link from a mail that is used up or too old (422).
        DeadLink = "dead_link",
        /// The token has ended already (409).
        TokenEnded = "token_ended",
        /// The person belongs to as many organisations as one can (409).
        TooManyOrganisations = "too_many_organisations",
        /// As many invites wait for an answer as an organisation can have (409).
        TooManyInvites = "too_many_invites",
        /// The organisation would be left without an owner (409).
        LastOwner = "last_owner",
        /// An organisation with an active subscription would be deleted (409).
        SubscriptionActive = "subscription_active",
        /// The address was changed a short time ago, and the account can't be deleted while that can be undone (409).
        AddressChanged = "address_changed",
        /// The person asked for as many exports as they may in a day; `retry_after` says when again (429).
        TooManyExports = "too_many_exports",
        /// The resource knows no such method (405).
        MethodNotAllowed = "method_not_allowed",
        /// It was changed since the version that the request names (412).
        Changed = "changed",
        /// The body is in a form that we don't read (415).
        UnsupportedMediaType = "unsupported_media_type",
        /// The Idempotency-Key was used for another request (422).
        KeyReused = "key_reused",
        /// More requests than the token may make; `retry_after` says when again (429).
        RateLimited = "rate_limited",
        /// The request is larger than any honest one (413).
        TooLarge = "too_large",
        /// Too many tries; `retry_after` says when again (429).
        TooManyTries = "too_many_tries",
        /// Too many wrong tries in a row on one account; known devices and a reset still work (429).
        Locked = "locked",
        /// More work than the server takes on at once (503).
        Busy = "busy",
        /// Something the server needs is down (503).
        Unavailable = "unavailable",
        /// The server can't be reached. Only a client says this of a server.
        Unreachable = "unreachable",
        /// A fault of ours (500).
        Internal = "internal",
    }
}

impl ErrorCode {
    /// The HTTP status that goes with it.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::SignedOut
            | Self::WrongCredentials
            | Self::TokenMissing
            | Self::TokenInvalid
            | Self::TokenRevoked
            | Self::TokenExpired
            | Self::TokenRotated => 401,
            Self::CrossSite
            | Self::StepUp
            | Self::Forbidden
            | Self::NetworkNotAllowed
            | Self::MissingScope => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict
            | Self::TooManyTokens
            | Self::TooManyPasskeys
            | Self::AuthenticatorBound
            | Self::TokenEnded
            | Self::TooManyOrganisations
            | Self::TooManyInvites
            | Self::LastOwner
            | Self::SubscriptionActive
            | Self::AddressChanged => 409,
            Self::Changed => 412,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::Invalid
            | Self::WrongCode
            | Self::DeadCode
            | Self::DeadLink
            | Self::PasskeyRefused
            | Self::KeyReused => 422,
            Self::TooManyTries | Self::TooManyExports | Self::RateLimited | Self::Locked => 429,
            Self::Internal => 500,
            Self::Busy | Self::Unavailable | Self::Unreachable => 503,
        }
    }
}

impl AppError {
    /// An error that its code says all about.
    #[must_use]
    pub const fn new(code: ErrorCode) -> Self {
        Self { code, fields: Vec::new(), retry_after: None }
    }

    /// One wrong field.
    #[must_use]
    pub fn field(field: Field, problem: Problem) -> Self {
        Self { fields: vec![FieldError::new(field, problem)], ..Self::new(ErrorCode::Invalid) }
    }

    /// Too many tries; the next makes sense in `seconds`.
    #[must_use]
    pub fn too_many_tries(seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..Self::new(ErrorCode::TooManyTries) }
    }

    /// What is wrong with `field`, if anything.
    #[must_use]
    pub fn problem_of(&self, field: Field) -> Option<Problem> {
        self.fields.iter().find(|error| error.field == field).map(|error| error.problem)
    }

    /// What to tell the person, and what they can do next.
    #[must_use]
    pub fn text(&self, texts: Texts) -> String {
        match self.code {
            ErrorCode::Malformed => texts.error_malformed(),
            ErrorCode::Invalid => texts.error_invalid(),
            ErrorCode::SignedOut => texts.error_signed_out(),
            ErrorCode::WrongCredentials => texts.error_wrong_credentials(),
            ErrorCode::WrongCode => texts.error_wrong_code(),
            ErrorCode::DeadCode => texts.error_dead_code(),
            ErrorCode::TokenMissing => texts.error_token_missing(),
            ErrorCode::TokenInvalid => texts.error_token_invalid(),
            ErrorCode::TokenRevoked => texts.error_token_revoked(),
            ErrorCode::TokenExpired => texts.error_token_expired(),
            ErrorCode::TokenRotated => texts.error_token_rotated(),
            ErrorCode::NetworkNotAllowed => texts.error_network_not_allowed(),
            ErrorCode::MissingScope => texts.error_missing_scope(),
            ErrorCode::MethodNotAllowed => texts.error_method_not_allowed(),
            ErrorCode::Changed => texts.error_changed(),
            ErrorCode::UnsupportedMediaType => texts.error_unsupported_media_type(),
            ErrorCode::KeyReused => texts.error_key_reused(),
            ErrorCode::RateLimited => texts.error_rate_limited(),
            ErrorCode::CrossSite => texts.error_cross_site(),
            ErrorCode::StepUp => texts.error_step_up(),
            ErrorCode::Forbidden => texts.error_forbidden(),
            ErrorCode::NotFound => texts.error_not_found(),
            ErrorCode::Conflict => texts.error_conflict(),
            ErrorCode::TooManyTokens => texts.error_too_many_tokens(),
            ErrorCode::TooManyPasskeys => texts.error_too_many_passkeys(),
            ErrorCode::SubscriptionActive => texts.error_subscription_active(),
            ErrorCode::AddressChanged => texts.error_address_changed(),
            ErrorCode::TooManyExports => texts.error_too_many_exports(),
            ErrorCode::AuthenticatorBound => texts.error_authenticator_bound(),
            ErrorCode::PasskeyRefused => texts.error_passkey_refused(),
            ErrorCode::DeadLink => texts.error_dead_link(),
            ErrorCode::TokenEnded => texts.error_token_ended(),
            ErrorCode::TooManyOrganisations => texts.error_too_many_organisations(),
            ErrorCode::TooManyInvites => texts.error_too_many_invites(),
            ErrorCode::LastOwner => texts.error_last_owner(),
            ErrorCode::TooLarge => texts.error_too_large(),
            ErrorCode::Locked => texts.error_locked(),
            ErrorCode::Busy => texts.error_busy(),
            ErrorCode::Unavailable => texts.error_unavailable(),
            ErrorCode::Unreachable => texts.error_unreachable(),
            ErrorCode::Internal => texts.error_internal(),
            ErrorCode::TooManyTries => {
                let minutes = u64::from(self.retry_after.unwrap_or(60)).div_ceil(60);
                return texts.error_too_many_tries(minutes);
            }
        }
        .to_owned()
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Texts::default()))
    }
}

impl std::error::Error for AppError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_time_is_told_in_whole_minutes() {
        assert!(AppError::too_many_tries(1).to_string().contains("1 minute,"));
        assert!(AppError::too_many_tries(61).to_string().contains("2 minutes,"));
    }
}
