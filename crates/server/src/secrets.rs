//! The installation's own key, and what is made from it: codes, counters, and seals on what must be
//! read again.

use std::sync::Arc;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chacha20poly1305::{
    Key, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretBox};
use sha2::Sha256;

use crate::ports::entropy::Entropy;

const NONCE_BYTES: usize = 24;

/// Something sealed, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Nonce and ciphertext in Base64.
    pub ciphertext: String,
    /// Which key it is under.
    pub key_id: String,
}

/// A seal that doesn't open: another key, another thing, or another's hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsealable;

impl std::fmt::Display for Unsealable {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a sealed value does not open under secrets.key or secrets.previous_key")
    }
}

impl std::error::Error for Unsealable {}

/// The keys of the installation: the one in use, and the one before it, which only opens seals and finds what was noted
/// under it.
#[derive(Clone)]
pub struct Secrets {
    current: MasterKey,
    previous: Option<MasterKey>,
}

impl Secrets {
    /// Takes the keys of the configuration.
    #[must_use]
    pub fn new(current: SecretBox<Vec<u8>>, previous: Option<SecretBox<Vec<u8>>>) -> Self {
        Self { current: MasterKey::new(current), previous: previous.map(MasterKey::new) }
    }

    /// A MAC for one purpose. What is made for one never fits another.
    #[must_use]
    pub fn mac(&self, purpose: &str) -> Hmac<Sha256> {
        self.current.mac(purpose)
    }

    /// The same under each key, the one in use first: for finding what may have been noted before the key was changed.
    pub fn macs(&self, purpose: &str) -> impl Iterator<Item = Hmac<Sha256>> {
        std::iter::once(&self.current).chain(&self.previous).map(move |key| key.mac(purpose))
    }

    /// Seals `plaintext` for one purpose and one thing (XChaCha20-Poly1305, a random nonce).
    #[must_use]
    pub fn seal(&self, entropy: &dyn Entropy, purpose: &str, thing: &[u8], plaintext: &str) -> Sealed {
        let mut nonce = [0; NONCE_BYTES];
        entropy.fill(&mut nonce);
        let payload = Payload { msg: plaintext.as_bytes(), aad: thing };
        let Ok(ciphertext) = self.current.cipher(purpose).encrypt(&XNonce::from(nonce), payload) else {
            unreachable!("XChaCha20-Poly1305 takes any text shorter than 256 GiB");
        };
        let bytes = [nonce.as_slice(), &ciphertext].concat();
        Sealed {
            ciphertext: BASE64_URL_SAFE_NO_PAD.encode(bytes),
            key_id: self.current.id.as_ref().to_owned(),
        }
    }

    /// Opens what [`Secrets::seal`] made for the same purpose and thing.
    ///
    /// # Errors
    /// [`Unsealable`].
    pub fn open(&self, purpose: &str, thing: &[u8], sealed: &Sealed) -> Result<String, Unsealable> {
        let keys = std::iter::once(&self.current).chain(&self.previous);
        let key = keys.into_iter().find(|key| *key.id == *sealed.key_id).ok_or(Unsealable)?;
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(&sealed.ciphertext).map_err(|_| Unsealable)?;
        let (nonce, ciphertext) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(Unsealable)?;
        let payload = Payload { msg: ciphertext, aad: thing };
        let plaintext = key.cipher(purpose).decrypt(&XNonce::from(*nonce), payload);
        String::from_utf8(plaintext.map_err(|_| Unsealable)?).map_err(|_| Unsealable)
    }
}

#[derive(Clone)]
struct MasterKey {
    bytes: Arc<SecretBox<Vec<u8>>>,
    /// Eight bytes that tell it from others and tell nothing of it.
    id: Arc<str>,
}

impl MasterKey {
    fn new(bytes: SecretBox<Vec<u8>>) -> Self {
        let mut key = Self { bytes: Arc::new(bytes), id: "".into() };
        let digest = key.mac("key id").finalize().into_bytes();
        key.id = BASE64_URL_SAFE_NO_PAD.encode(&digest[..8]).into();
        key
    }

    fn mac(&self, purpose: &str) -> Hmac<Sha256> {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.bytes.expose_secret()) else {
            unreachable!("HMAC takes a key of any length");
        };
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac
    }

    fn cipher(&self, purpose: &str) -> XChaCha20Poly1305 {
        let key: [u8; 32] = self.mac(purpose).finalize().into_bytes().into();
        XChaCha20Poly1305::new(&Key::from(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::system::SystemEntropy;

    fn key(byte: u8) -> SecretBox<Vec<u8>> {
        SecretBox::new(Box::new(vec![byte; 32]))
    }

    fn sealed(secrets: &Secrets) -> Sealed {
        secrets.seal(&SystemEntropy, "purpose", b"thing", "text")
    }

    #[test]
    fn a_seal_opens_for_its_purpose_and_thing_only() {
        let secrets = Secrets::new(key(1), None);
        let sealed = sealed(&secrets);
        assert_eq!(secrets.open("purpose", b"thing", &sealed).as_deref(), Ok("text"));
        assert_eq!(secrets.open("another", b"thing", &sealed), Err(Unsealable));
        assert_eq!(secrets.open("purpose", b"another", &sealed), Err(Unsealable));
        let cut = Sealed { ciphertext: sealed.ciphertext[..20].to_owned(), ..sealed };
        assert_eq!(secrets.open("purpose", b"thing", &cut), Err(Unsealable));
    }

    #[test]
    fn no_two_seals_are_the_same() {
        let secrets = Secrets::new(key(1), None);
        assert_ne!(sealed(&secrets), sealed(&secrets));
    }

    #[test]
    fn the_key_before_opens_what_it_sealed() {
        let old = sealed(&Secrets::new(key(1), None));
        let secrets = Secrets::new(key(2), Some(key(1)));
        assert_eq!(secrets.open("purpose", b"thing", &old).as_deref(), Ok("text"));
        assert_eq!(Secrets::new(key(2), None).open("purpose", b"thing", &old), Err(Unsealable));
        assert_ne!(sealed(&secrets).key_id, old.key_id);
    }
}
