//! One error for the whole system: a stable code for programs, a text for people.
//!
//! It crosses the wire, so it never holds a cause: causes go to the server's log.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Texts;

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

/// A field that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Which.
    pub field: Field,
    /// What is wrong with it.
    pub problem: Problem,
}

impl FieldError {
    /// Says that `field` has `problem`.
    #[must_use]
    pub const fn new(field: Field, problem: Problem) -> Self {
        Self { field, problem }
    }
}

named! {
    /// The fields of every form, in the order in which they stand there.
    Field {
        /// First Name
        FirstName = "firstName",
        /// Last Name
        LastName = "lastName",
        /// Phone
        Phone = "phone",
        /// Bio
        Bio = "bio",
        /// Email
        Email = "email",
        /// The code from the mail
        Code = "code",
        /// Current password
        CurrentPassword = "currentPassword",
        /// Password
        Password = "password",
        /// What a token or an organisation is called
        Name = "name",
        /// What a token may do
        Scopes = "scopes",
        /// When a token ends
        Expiry = "expiry",
        /// From where a token works
        Networks = "networks",
        /// Why a token is revoked
        Reason = "reason",
        /// What a member is
        Role = "role",
        /// How many items a page has
        Limit = "limit",
        /// Where a page begins
        Cursor = "cursor",
        /// What a request to support is about
        Category = "category",
        /// The short summary of a request, or of a platform event
        Title = "title",
        /// What a request is about, at length
        Description = "description",
        /// The profile picture
        Picture = "picture",
        /// The picture that comes with a request
        Screenshot = "screenshot",
        /// A row of the notification matrix
        Preference = "preference",
        /// A time zone
        Zone = "zone",
        /// When no mail comes
        QuietHours = "quietHours",
        /// When the daily mail comes
        Digest = "digest",
        /// What a platform event says
        Message = "message",
        /// Which part of the platform an event is about
        Resource = "resource",
        /// Whom a platform event is for
        Audience = "audience",
        /// When a platform event happened
        OccurredAt = "occurredAt",
        /// What a platform event says of an organisation's subscription
        Subscription = "subscription",
    }
}

impl Field {
    /// The field behind a struct's field name, as the validator crate reports it.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| {
            field
                .key()
                .chars()
                .filter(|c| *c != '_')
                .map(|c| c.to_ascii_lowercase())
                .eq(name.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()))
        })
    }
}

named! {
    /// What can be wrong with a field.
    Problem {
        /// It must not be empty.
        Required = "required",
        /// A name over 64 characters.
        NameTooLong = "name_too_long",
        /// A bio over 500 characters.
        BioTooLong = "bio_too_long",
        /// A control character where none belongs.
        ControlCharacter = "control_character",
        /// Not the international form of a phone number.
        PhoneForm = "phone_form",
        /// No country has such a number.
        PhoneUnknown = "phone_unknown",
        /// Not an email address.
        EmailForm = "email_form",
        /// An address that has an account. Only an administrator is told.
        EmailTaken = "email_taken",
        /// Not six digits.
        CodeForm = "code_form",
        /// No backup code.
        BackupCodeForm = "backup_code_form",
        /// A code that is not the one, where it is a field among others.
        CodeWrong = "code_wrong",
        /// The address that the account has already.
        EmailSame = "email_same",
        /// The password that the account has already.
        PasswordSame = "password_same",
        /// A password that breaks the policy.
        PasswordPolicy = "password_policy",
        /// A password over 256 characters.
        PasswordTooLong = "password_too_long",
        /// A password that is common or easy to guess.
        PasswordGuessable = "password_guessable",
        /// A password that is not the person's, where they are signed in.
        PasswordWrong = "password_wrong",
        /// No scope at all.
        ScopesRequired = "scopes_required",
        /// An end that is not in the future.
        ExpiryPast = "expiry_past",
        /// An end more than ten years away.
        ExpiryFar = "expiry_far",
        /// Not an address or a network.
        NetworkForm = "network_form",
        /// More networks than one token can have.
        NetworksTooMany = "networks_too_many",
        /// A reason over 200 characters.
        ReasonTooLong = "reason_too_long",
        /// An address that belongs to a member already.
        EmailMember = "email_member",
        /// An address that is invited already.
        EmailInvited = "email_invited",
        /// Not the name of the organisation that is to be deleted.
        NameMismatch = "name_mismatch",
        /// Not the address of the account.
        EmailMismatch = "email_mismatch",
        /// A subscription where there can be none.
        SubscriptionForm = "subscription_form",
        /// A role that the person may not give.
        RoleForbidden = "role_forbidden",
        /// Not a number from 1 to 100.
        LimitRange = "limit_range",
        /// Not a cursor of ours.
        CursorForm = "cursor_form",
        /// A title over 120 characters.
        TitleTooLong = "title_too_long",
        /// A description over 5,000 characters.
        DescriptionTooLong = "description_too_long",
        /// Not one of the installation's categories.
        CategoryUnknown = "category_unknown",
        /// A file that is no PNG, JPEG, WebP or GIF.
        PictureKind = "picture_kind",
        /// A picture's file over 5 MB.
        PictureTooLarge = "picture_too_large",
        /// A picture of more than 40 megapixels.
        PictureTooManyPixels = "picture_too_many_pixels",
        /// A picture's file that can't be read.
        PictureBroken = "picture_broken",
        /// A square that is not within its picture.
        CropOutside = "crop_outside",
        /// Something that can't be switched off.
        NotOptional = "not_optional",
        /// Not a time zone's name.
        ZoneUnknown = "zone_unknown",
        /// Not a minute of the day.
        TimeOfDay = "time_of_day",
        /// Quiet hours that end when they begin.
        QuietHoursEmpty = "quiet_hours_empty",
        /// A platform event's message over 1,000 characters.
        MessageTooLong = "message_too_long",
        /// A resource's name over 128 characters.
        ResourceTooLong = "resource_too_long",
        /// Not exactly one of a person, an organisation, everybody.
        AudienceForm = "audience_form",
        /// A time that is too long ago, or in the future.
        OccurredAtRange = "occurred_at_range",
    }
}

impl Problem {
    /// What to tell the person.
    #[must_use]
    pub fn text(self, texts: Texts) -> &'static str {
        match self {
            Self::Required => texts.problem_required(),
            Self::NameTooLong => texts.problem_name_too_long(),
            Self::BioTooLong => texts.problem_bio_too_long(),
            Self::ControlCharacter => texts.problem_control_character(),
            Self::PhoneForm => texts.problem_phone_form(),
            Self::PhoneUnknown => texts.problem_phone_unknown(),
            Self::EmailForm => texts.problem_email_form(),
            Self::EmailTaken => texts.problem_email_taken(),
            Self::CodeForm => texts.problem_code_form(),
            Self::BackupCodeForm => texts.problem_backup_code_form(),
            Self::CodeWrong => texts.problem_code_wrong(),
            Self::EmailSame => texts.problem_email_same(),
            Self::PasswordSame => texts.problem_password_same(),
            Self::PasswordPolicy => texts.problem_password_policy(),
            Self::PasswordTooLong => texts.problem_password_too_long(),
            Self::PasswordGuessable => texts.problem_password_guessable(),
            Self::PasswordWrong => texts.problem_password_wrong(),
            Self::ScopesRequired => texts.problem_scopes_required(),
            Self::ExpiryPast => texts.problem_expiry_past(),
            Self::ExpiryFar => texts.problem_expiry_far(),
            Self::NetworkForm => texts.problem_network_form(),
            Self::NetworksTooMany => texts.problem_networks_too_many(),
            Self::ReasonTooLong => texts.problem_reason_too_long(),
            Self::EmailMember => texts.problem_email_member(),
            Self::EmailInvited => texts.problem_email_invited(),
            Self::NameMismatch => texts.problem_name_mismatch(),
            Self::EmailMismatch => texts.problem_email_mismatch(),
            Self::SubscriptionForm => texts.problem_subscription_form(),
            Self::RoleForbidden => texts.problem_role_forbidden(),
            Self::LimitRange => texts.problem_limit_range(),
            Self::CursorForm => texts.problem_cursor_form(),
            Self::TitleTooLong => texts.problem_title_too_long(),
            Self::DescriptionTooLong => texts.problem_description_too_long(),
            Self::CategoryUnknown => texts.problem_category_unknown(),
            Self::PictureKind => texts.problem_picture_kind(),
            Self::PictureTooLarge => texts.problem_picture_too_large(),
            Self::PictureTooManyPixels => texts.problem_picture_too_many_pixels(),
            Self::PictureBroken => texts.problem_picture_broken(),
            Self::CropOutside => texts.problem_crop_outside(),
            Self::NotOptional => texts.problem_not_optional(),
            Self::ZoneUnknown => texts.problem_zone_unknown(),
            Self::TimeOfDay => texts.problem_time_of_day(),
            Self::QuietHoursEmpty => texts.problem_quiet_hours_empty(),
            Self::MessageTooLong => texts.problem_message_too_long(),
            Self::ResourceTooLong => texts.problem_resource_too_long(),
            Self::AudienceForm => texts.problem_audience_form(),
            Self::OccurredAtRange => texts.problem_occurred_at_range(),
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
    fn a_field_is_found_by_its_struct_name_and_by_its_key() {
        assert_eq!(Field::from_name("first_name"), Some(Field::FirstName));
        assert_eq!(Field::from_name("firstName"), Some(Field::FirstName));
        assert_eq!(Field::from_name("nothing"), None);
        for problem in Problem::ALL {
            assert_eq!(Problem::from_key(problem.key()), Some(*problem));
            assert!(problem.text(Texts::default()).ends_with('.'));
        }
    }

    #[test]
    fn waiting_time_is_told_in_whole_minutes() {
        assert!(AppError::too_many_tries(1).to_string().contains("1 minute,"));
        assert!(AppError::too_many_tries(61).to_string().contains("2 minutes,"));
    }
}
