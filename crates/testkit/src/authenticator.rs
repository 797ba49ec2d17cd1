//! An authenticator without a device: one passkey, and the browser around it. It does what it is told to,
//! also what an honest one would not.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use p256::{
    ecdsa::{Signature, SigningKey, signature::Signer as _},
    elliptic_curve::Generate as _,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The flags of the authenticator's data (Web Authentication Level 3, 6.1).
const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const CREDENTIAL_INCLUDED: u8 = 1 << 6;
/// The bytes of what it calls its passkey.
const ID_LENGTH: usize = 16;

/// An authenticator that holds one passkey.
pub struct Authenticator {
    /// Where the browser is.
    pub origin: String,
    /// Whether it makes sure that its owner is there.
    pub verifies: bool,
    /// What it counted last; 0 for one that does not count.
    pub counter: u32,
    /// The owner that it names, as the server called them when it made the passkey.
    pub owner: Option<String>,
    key: SigningKey,
}

impl Authenticator {
    /// A new one, with a browser at this address.
    #[must_use]
    pub fn new(origin: &str) -> Self {
        let key = SigningKey::generate();
        Self { origin: origin.to_owned(), verifies: true, counter: 1, owner: None, key }
    }

    /// Another with the same passkey, as after a theft.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self { origin: self.origin.clone(), owner: self.owner.clone(), key: self.key.clone(), ..*self }
    }

    /// What it calls its passkey.
    #[must_use]
    pub fn id(&self) -> String {
        let (x, _) = self.coordinates();
        encoded(&x[..ID_LENGTH])
    }

    /// Makes the passkey. Answers the browser's `RegistrationResponseJSON`.
    pub fn register(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("options");
        self.owner = options["user"]["id"].as_str().map(str::to_owned);
        let data = self.data(&options["rp"]["id"], CREDENTIAL_INCLUDED);
        let (x, _) = self.coordinates();
        let id = &x[..ID_LENGTH];
        // Of no known make; the id's length in two bytes; the id; the key.
        let data = [data.as_slice(), &[0; 16], &[0, 16], id, &self.public_key()].concat();
        let length = u8::try_from(data.len()).expect("little data");
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": data}
        let attestation = [b"\xa3cfmtdnonegattStmt\xa0hauthData\x58".as_slice(), &[length], &data].concat();
        let client_data = self.client_data("webauthn.create", &options);
        let response = json!({
            "clientDataJSON": encoded(client_data),
            "attestationObject": encoded(attestation),
            "transports": ["internal"],
        });
        self.answer(&response)
    }

    /// Signs in. Answers the browser's `AuthenticationResponseJSON`.
    pub fn sign_in(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("options");
        if self.counter > 0 {
            self.counter += 1;
        }
        let data = self.data(&options["rpId"], 0);
        let client_data = self.client_data("webauthn.get", &options);
        let signed = [data.as_slice(), &Sha256::digest(&client_data)].concat();
        let signature: Signature = self.key.sign(&signed);
        let mut response = json!({
            "clientDataJSON": encoded(client_data),
            "authenticatorData": encoded(data),
            "signature": encoded(signature.to_der()),
        });
        if let Some(owner) = &self.owner {
            response["userHandle"] = json!(owner);
        }
        self.answer(&response)
    }

    fn answer(&self, response: &Value) -> String {
        let id = self.id();
        json!({
            "id": id,
            "rawId": id,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        })
        .to_string()
    }

    fn client_data(&self, kind: &str, options: &Value) -> String {
        json!({
            "type": kind,
            "challenge": options["challenge"],
            "origin": self.origin,
            "crossOrigin": false,
        })
        .to_string()
    }

    fn data(&self, relying_party: &Value, flags: u8) -> Vec<u8> {
        let relying_party = relying_party.as_str().expect("a relying party");
        let verified = if self.verifies { USER_VERIFIED } else { 0 };
        let hash = Sha256::digest(relying_party);
        [hash.as_slice(), &[USER_PRESENT | verified | flags], &self.counter.to_be_bytes()].concat()
    }

    /// CBOR: {kty: EC2, alg: ES256, crv: P-256, x, y} (RFC 9053, 7.1.1).
    fn public_key(&self) -> Vec<u8> {
        let (x, y) = self.coordinates();
        [b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".as_slice(), &x, b"\x22\x58\x20", &y].concat()
    }

    fn coordinates(&self) -> (Vec<u8>, Vec<u8>) {
        let point = self.key.verifying_key().to_sec1_point(false);
        // One byte that says "uncompressed", then both.
        let (x, y) = point.as_bytes()[1..].split_at(32);
        (x.to_vec(), y.to_vec())
    }
}

fn encoded(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
