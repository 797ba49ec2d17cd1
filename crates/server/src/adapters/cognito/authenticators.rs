//! Authenticator apps. Cognito makes their secrets, keeps them, and checks their codes. Setting one up takes a
//! grant: what a sign-in with Cognito's own second step, or without any, gave.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{ErrorCode, UserId, identity::Code};
use secrecy::SecretString;
use sha2::{Digest as _, Sha256};

use super::{
    Cognito,
    errors::{Reason, Refusal},
    sign_in::{Secret, is_watch},
};
use crate::{ports::identity::Grant, service::Failure, store};

/// As long as Cognito could take a code again: some steps of 30 seconds to either side.
const CODE_LIFE: Duration = Duration::from_mins(5);

impl Cognito {
    pub(super) async fn uses_authenticator(&self, user: UserId) -> Result<bool, Failure> {
        Ok(self.client.find(&user.to_string()).await?.is_some_and(|known| known.authenticator))
    }

    pub(super) async fn new_authenticator(
        &self,
        user: UserId,
        grant: Option<&Grant>,
    ) -> Result<SecretString, Failure> {
        let access = self.access(user, grant).await?;
        match self.client.begin_authenticator(&access).await {
            Ok(secret) => Ok(secret),
            Err(refusal) => Err(self.not_allowed(user, refusal).await),
        }
    }

    pub(super) async fn enable_authenticator(
        &self,
        user: UserId,
        grant: Option<&Grant>,
        code: &Code,
    ) -> Result<(), Failure> {
        let access = self.access(user, grant).await?;
        match self.client.verify_authenticator(&access, code).await {
            Ok(()) => {}
            Err(refusal) if matches!(refusal.reason, Reason::NoAuthenticator | Reason::Unfit) => {
                return Err(refusal.told_as(ErrorCode::DeadCode));
            }
            Err(refusal) => return Err(self.not_allowed(user, refusal).await),
        }
        self.take_code(user, code).await?;
        // In Cognito a verified secret is not asked for until somebody says so.
        Ok(self.client.enable_authenticator(&access).await?)
    }

    /// Takes note of a code that Cognito took. Answers whether it was unused: RFC 6238, 5.2 wants each to count
    /// once, and Cognito does not promise it.
    pub(super) async fn take_code(&self, user: UserId, code: &Code) -> Result<bool, Failure> {
        let digest = Sha256::new().chain_update(user.0.as_bytes()).chain_update(code.expose()).finalize();
        let hash = BASE64_URL_SAFE_NO_PAD.encode(digest);
        let expires_at = self.ours.clock.now() + CODE_LIFE;
        Ok(store::used_codes::take(self.ours.database.connection(), hash, expires_at).await?)
    }

    pub(super) async fn disable_authenticator(&self, user: UserId) -> Result<(), Failure> {
        match self.client.disable_authenticator(user).await {
            Err(refusal) if refusal.reason != Reason::NoSuchUser => Err(refusal.into()),
            _ => Ok(()),
        }
    }

    async fn access(&self, user: UserId, grant: Option<&Grant>) -> Result<SecretString, Failure> {
        match grant.filter(|grant| !is_watch(grant)) {
            Some(grant) => Ok(Secret::read(grant)?.access_token.into()),
            None => Err(self.without_grant(user).await?.into()),
        }
    }

    /// A token that counts no more is as good as none.
    async fn not_allowed(&self, user: UserId, refusal: Refusal) -> Failure {
        if refusal.reason != Reason::NotAuthorized {
            return refusal.into();
        }
        match self.without_grant(user).await {
            Ok(code) => refusal.told_as(code),
            Err(failure) => failure,
        }
    }

    /// With an authenticator the password alone gives no grant; without one it does.
    async fn without_grant(&self, user: UserId) -> Result<ErrorCode, Failure> {
        let bound = self.uses_authenticator(user).await?;
        Ok(if bound { ErrorCode::AuthenticatorBound } else { ErrorCode::StepUp })
    }
}
