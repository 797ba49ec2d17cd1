//! The second factor: an authenticator app, backup codes, passkeys, and the devices that are spared it.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{AppError, ErrorCode, Field, Problem, Timestamp};

/// How many backup codes there are at a time.
pub const BACKUP_CODES: usize = 10;
/// From so many left on the person is warned.
pub const BACKUP_CODES_FEW: u32 = 3;
/// For how long a device is trusted.
pub const DEVICE_TRUST_DAYS: u32 = 30;
/// The characters of a backup code: 32 of them, 5 bits each, none that looks like another.
const BACKUP_CODE_ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters in a backup code: 80 bits. NIST SP 800-63B-4, 4.2.1.1 asks for 64.
const BACKUP_CODE_LENGTH: usize = 16;

/// How the second step of a sign-in can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondMethod {
    /// The six digits that an authenticator app shows.
    Authenticator,
    /// One of the saved codes.
    BackupCode,
    /// A passkey.
    Passkey,
}

/// A sign-in between its two steps, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PendingSignIn {
    /// Whose password was right.
    pub email: String,
    /// What can follow, the usual one first. Empty when a new password is to be set instead.
    pub methods: Vec<SecondMethod>,
}

/// What the Security tab tells of password, second factor and devices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecuritySummary {
    /// The address the person signs in with.
    pub email: String,
    /// Whether an authenticator app is set up: two-factor authentication is on.
    pub authenticator: bool,
    /// How many backup codes are left.
    pub backup_codes_left: u32,
    /// The devices that are spared the second step.
    pub devices: Vec<Device>,
    /// The passkeys; nothing where the identity provider has none.
    pub passkeys: Option<Vec<Passkey>>,
}

/// An authenticator app that is about to be set up. The secret counts once a code of it was entered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Enrolment {
    /// The secret in Base32, for typing it into the app.
    pub secret: String,
    /// The same as `otpauth://` address, for opening the app on this device.
    pub uri: String,
    /// The address as a picture to scan.
    pub qr: QrDrawing,
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Enrolment(…)")
    }
}

/// A QR code as one SVG path of squares with sides of 1, without the quiet zone around it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QrDrawing {
    /// How many squares wide and high.
    pub size: u32,
    /// The `d` of a path that fills the dark ones.
    pub path: String,
}

/// New backup codes, in the one answer that ever holds them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BackupCodes(pub Vec<String>);

impl fmt::Debug for BackupCodes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("BackupCodes(…)")
    }
}

/// A backup code in the one spelling that is compared: lower case, without hyphens and spaces.
#[derive(Clone, PartialEq, Eq)]
pub struct BackupCode(String);

impl BackupCode {
    /// Makes one of 80 random bits.
    #[must_use]
    pub fn from_random(bytes: [u8; 10]) -> Self {
        let number = bytes.iter().fold(0_u128, |number, byte| (number << 8) | u128::from(*byte));
        let letter = |index: usize| {
            let bits = (number >> (5 * index)) & 31;
            let letter = usize::try_from(bits).ok().and_then(|bits| BACKUP_CODE_ALPHABET.get(bits));
            char::from(letter.copied().unwrap_or(b'0'))
        };
        Self((0..BACKUP_CODE_LENGTH).map(letter).collect())
    }

    /// Reads what a person typed, whatever the case and the hyphens. Letters that can be mistaken for a
    /// digit are taken for it.
    ///
    /// # Errors
    /// Names [`Field::Code`] when it can't be one.
    pub fn parse(typed: &str) -> Result<Self, AppError> {
        let code: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| match c.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                c => c,
            })
            .collect();
        if code.is_empty() {
            return Err(AppError::field(Field::Code, Problem::Required));
        }
        let shaped =
            code.len() == BACKUP_CODE_LENGTH && code.bytes().all(|byte| BACKUP_CODE_ALPHABET.contains(&byte));
        if shaped { Ok(Self(code)) } else { Err(AppError::field(Field::Code, Problem::BackupCodeForm)) }
    }

    /// The code itself, for the one place that hashes it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// In groups of four, as people read and copy it.
    #[must_use]
    pub fn grouped(&self) -> String {
        let mut grouped = String::with_capacity(BACKUP_CODE_LENGTH + 3);
        for (index, letter) in self.0.chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                grouped.push('-');
            }
            grouped.push(letter);
        }
        grouped
    }
}

impl fmt::Debug for BackupCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("BackupCode(…)")
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl $name {
            /// Reads one from an address.
            ///
            /// # Errors
            /// [`ErrorCode::NotFound`] when it can't be one.
            pub fn parse(text: &str) -> Result<Self, AppError> {
                Uuid::parse_str(text).map(Self).map_err(|_| AppError::new(ErrorCode::NotFound))
            }
        }
    };
}

id! {
    /// Which device. No secret: it opens nothing.
    DeviceId
}

id! {
    /// Which passkey. No secret: it opens nothing.
    PasskeyId
}

/// A device that is spared the second step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Device {
    /// Which.
    pub id: DeviceId,
    /// Browser and system, such as `Firefox on Linux`; empty when they are not known.
    pub client: String,
    /// Whether it is the desktop app's.
    pub desktop: bool,
    /// From which network address it was last used.
    pub address: String,
    /// When it last signed in.
    pub last_used_at: Timestamp,
    /// Until when it is trusted.
    pub trusted_until: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// A passkey, as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Passkey {
    /// Which.
    pub id: PasskeyId,
    /// What the person calls it.
    pub name: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last used, if ever.
    pub last_used_at: Option<Timestamp>,
}

/// What to ask the browser's passkeys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyRequest {
    /// Which question, for the answer.
    pub ceremony: Uuid,
    /// `PublicKeyCredentialCreationOptionsJSON` or `PublicKeyCredentialRequestOptionsJSON` (Web Authentication
    /// Level 3, 5.1.8 and 5.1.9).
    pub options: String,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn secrets_do_not_print() {
        let codes = BackupCodes(vec!["0000-0000-0000-0000".into()]);
        assert_eq!(format!("{codes:?}"), "BackupCodes(…)");
        assert_eq!(format!("{:?}", BackupCode::from_random([0; 10])), "BackupCode(…)");
    }

    #[test]
    fn what_can_not_be_a_backup_code_is_refused() {
        for wrong in
            ["", "1234", "123456", "0000-0000-0000-000u", "0000-0000-0000-00000", "é000-0000-0000-000"]
        {
            assert!(BackupCode::parse(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_backup_code_is_read_however_it_is_typed(bytes in any::<[u8; 10]>()) {
            let code = BackupCode::from_random(bytes);
            prop_assert_eq!(code.grouped().len(), 19);
            let typed = format!(" {} ", code.grouped().to_uppercase().replace('0', "O").replace('-', " "));
            prop_assert_eq!(BackupCode::parse(&typed).expect("a code"), code);
        }

        #[test]
        fn two_random_numbers_make_two_codes(a in any::<[u8; 10]>(), b in any::<[u8; 10]>()) {
            prop_assert_eq!(a == b, BackupCode::from_random(a) == BackupCode::from_random(b));
        }
    }
}
