//! Requests that may come twice and must act once (Idempotency-Key).

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{ErrorCode, UserId};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::Failure;
use crate::{
    app::App,
    store::{self, Connection, idempotency_keys::StoredKey},
};

/// A key that a client chose for one request, and the hash of that request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    key: String,
    request: String,
}

impl IdempotencyKey {
    /// The key `chosen` for `operation` with this body.
    #[must_use]
    pub fn new(operation: &str, chosen: &str, body: &[u8]) -> Self {
        Self { key: digest(&[operation.as_bytes(), chosen.as_bytes()]), request: digest(&[body]) }
    }

    /// Takes the key for `resource`, in the transaction that makes it. If the same request came before,
    /// answers what that one made.
    ///
    /// # Errors
    /// `key_reused` when another request had the key.
    pub(super) async fn take(
        &self,
        app: &App,
        db: &impl Connection,
        user: UserId,
        resource: Uuid,
    ) -> Result<Option<Uuid>, Failure> {
        let wanted = StoredKey {
            key: self.of(user),
            user,
            request: self.request.clone(),
            resource,
            created_at: app.now(),
        };
        self.resource_of(store::idempotency_keys::take(db, &wanted).await?)
    }

    /// What the same request made, if it came before.
    ///
    /// # Errors
    /// `key_reused` when another request had the key.
    pub(super) async fn made(&self, db: &impl Connection, user: UserId) -> Result<Option<Uuid>, Failure> {
        self.resource_of(store::idempotency_keys::find(db, &self.of(user)).await?)
    }

    /// The key of a service for its reports: those of two services have nothing to do with each other.
    pub(super) fn of_service(&self, service: &str) -> String {
        digest(&[b"service", service.as_bytes(), self.key.as_bytes()])
    }

    /// The hash of the request.
    pub(super) fn request(&self) -> &str {
        &self.request
    }

    fn resource_of(&self, before: Option<StoredKey>) -> Result<Option<Uuid>, Failure> {
        match before {
            Some(before) if before.request != self.request => Err(ErrorCode::KeyReused.into()),
            before => Ok(before.map(|before| before.resource)),
        }
    }

    /// Keys of two people have nothing to do with each other.
    fn of(&self, user: UserId) -> String {
        digest(&[user.0.as_bytes(), self.key.as_bytes()])
    }
}

/// A hash of several parts.
pub(super) fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    BASE64_URL_SAFE_NO_PAD.encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_parts_do_not_run_into_each_other() {
        assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
        assert_eq!(digest(&[b"ab", b"c"]), digest(&[b"ab", b"c"]));
    }
}
