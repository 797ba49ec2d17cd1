//! What a key looks like: a prefix that tells what it is, 32 random bytes in Base62, and a checksum,
//! so that a scanner finds leaked ones offline and we refuse false ones without asking the database.
//!
//! `u-` (user token) or `s-` (service credential), 44 letters, 6 letters; see `docs/api-design.md`.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::token::TokenValue;
use sha2::{Digest as _, Sha256};

use crate::ports::entropy::Entropy;

/// The letters of half the random bytes: 16 bytes fill at most 22.
const HALF_LETTERS: usize = 22;
/// The letters of the random bytes.
const BODY_LETTERS: usize = 2 * HALF_LETTERS;
/// The letters of the checksum: CRC-32 fills at most 6.
const CHECKSUM_LETTERS: usize = 6;

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It opens the Core API in a person's name.
    UserToken,
    /// It lets a platform service ask about tokens.
    ServiceCredential,
}

impl Kind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::UserToken => "u-",
            Self::ServiceCredential => "s-",
        }
    }
}

/// A new value. 256 random bits (ASVS 5.0, 11.5.1 asks for at least 128).
#[must_use]
pub fn generate(entropy: &dyn Entropy, kind: Kind) -> TokenValue {
    let mut halves = [[0; 16]; 2];
    for half in &mut halves {
        entropy.fill(half);
    }
    let [left, right] = halves.map(|half| base62::encode(u128::from_be_bytes(half)));
    let body = format!("{left:0>HALF_LETTERS$}{right:0>HALF_LETTERS$}");
    TokenValue::new(format!("{}{body}{}", kind.prefix(), checksum(&body)))
}

/// Whether a text can be a key of this kind: prefix, length, letters, checksum.
#[must_use]
pub fn is_well_formed(kind: Kind, value: &str) -> bool {
    value
        .strip_prefix(kind.prefix())
        .filter(|rest| rest.len() == BODY_LETTERS + CHECKSUM_LETTERS)
        .filter(|rest| rest.bytes().all(|letter| letter.is_ascii_alphanumeric()))
        .is_some_and(|rest| checksum(&rest[..BODY_LETTERS]) == rest[BODY_LETTERS..])
}

/// What a key is found by. It is random and long, so a plain hash will do.
#[must_use]
pub fn hash(value: &str) -> [u8; 32] {
    Sha256::digest(value).into()
}

/// The hash of a value, as the database keeps it.
#[must_use]
pub fn stored_hash(value: &str) -> String {
    in_letters(&hash(value))
}

/// A hash as the database keeps it.
pub(super) fn in_letters(hash: &[u8; 32]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(hash)
}

fn checksum(body: &str) -> String {
    format!("{:0>CHECKSUM_LETTERS$}", base62::encode(crc32fast::hash(body.as_bytes())))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    /// Bytes that differ each time and are the same in each run.
    #[derive(Default)]
    struct Drawn(AtomicU64);

    impl Entropy for Drawn {
        fn fill(&self, bytes: &mut [u8]) {
            let digest = Sha256::digest(self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            bytes.copy_from_slice(&digest[..bytes.len()]);
        }
    }

    #[test]
    fn a_new_value_is_well_formed_and_of_its_kind() {
        let drawn = Drawn::default();
        for _ in 0..1000 {
            let value = generate(&drawn, Kind::UserToken);
            assert_eq!(value.expose().len(), 52);
            assert!(is_well_formed(Kind::UserToken, value.expose()), "{}", value.expose());
            assert!(!is_well_formed(Kind::ServiceCredential, value.expose()));
        }
    }

    #[test]
    fn the_smallest_value_is_as_long_as_the_others() {
        struct Zeros;
        impl Entropy for Zeros {
            fn fill(&self, bytes: &mut [u8]) {
                bytes.fill(0);
            }
        }
        let value = generate(&Zeros, Kind::UserToken);
        let zeros = "0".repeat(44);
        // The CRC-32 of 44 zeros, so that the documented pattern can't change unnoticed.
        assert_eq!(value.expose(), format!("u-{zeros}{}", checksum(&zeros)));
        assert!(is_well_formed(Kind::UserToken, value.expose()));
    }

    #[test]
    fn one_wrong_letter_is_seen() {
        let value = generate(&Drawn::default(), Kind::UserToken);
        for place in 2..value.expose().len() {
            let mut letters: Vec<char> = value.expose().chars().collect();
            letters[place] = if letters[place] == 'x' { 'y' } else { 'x' };
            let wrong: String = letters.into_iter().collect();
            assert!(!is_well_formed(Kind::UserToken, &wrong), "{place}");
        }
        let strange = ["", "u-", "u-é", &format!("{}x", value.expose()), &value.expose()[..51]];
        assert!(strange.iter().all(|text| !is_well_formed(Kind::UserToken, text)));
    }
}
