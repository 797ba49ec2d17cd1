//! Amazon Cognito as identity provider: passwords, codes and the secrets of authenticator apps stay there.
//!
//! What it gives with a sign-in is kept as the session's grant. What it can't tell apart or bind to a page of
//! ours (which sign-up a code belongs to) is remembered in `flows`. See docs/adr/0011-cognito.md.

mod accounts;
mod authenticators;
mod check;
mod client;
mod errors;
mod jwt;
#[cfg(test)]
mod mocked;
mod passwords;
mod sign_in;
mod sign_up;

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    ErrorCode, Locale, UserId,
    identity::{Code, Email, FlowId, Password},
};
use secrecy::SecretString;
use uuid::Uuid;

use crate::{
    config::CognitoSection,
    passwords::{Hasher, refuse_guessable},
    ports::{
        clock::Clock,
        entropy::Entropy,
        identity::{
            Challenge, Grant, Identity, IdentityProvider, PasswordOutcome, Proof, Renewal, Requester,
        },
    },
    service::{Failure, codes::FLOW_VALIDITY},
    store::{
        self, Database,
        flows::{Flow, Purpose},
    },
};

use client::Client;

pub use client::Patience;
pub use jwt::{Access, Verifier};

/// The provider.
pub struct Cognito {
    client: Client,
    tokens: Verifier,
    ours: Ours,
}

/// What the provider needs of us.
pub struct Ours {
    /// Where flows are.
    pub database: Database,
    /// What hashes the password of a sign-up that waits for its code.
    pub hasher: Arc<Hasher>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The brand's name, which makes no good password here.
    pub brand: String,
}

impl Cognito {
    /// The configured pool. Nothing is asked of it yet.
    ///
    /// # Errors
    /// A text when there can be no HTTP client.
    pub async fn new(section: &CognitoSection, patience: Patience, ours: Ours) -> Result<Self, String> {
        let tokens = Verifier::new(section, patience.call, Arc::clone(&ours.clock))?;
        Ok(Self { client: Client::connect(section, patience).await, tokens, ours })
    }

    /// A flow for a purpose that is still under way.
    async fn flow(&self, id: FlowId, purpose: Purpose) -> Result<Flow, Failure> {
        let flow = store::flows::find(self.ours.database.connection(), id).await?;
        flow.filter(|flow| flow.purpose == purpose && self.is_live(flow))
            .ok_or_else(|| ErrorCode::DeadCode.into())
    }

    fn is_live(&self, flow: &Flow) -> bool {
        self.ours.clock.now().since(flow.created_at) < FLOW_VALIDITY
    }

    fn refuse_guessable(&self, password: &Password, email: &str) -> Result<(), Failure> {
        Ok(refuse_guessable(password, &Email::parse(email)?, &self.ours.brand)?)
    }
}

#[async_trait]
impl IdentityProvider for Cognito {
    async fn sign_up(&self, email: &Email, password: &Password, locale: Locale) -> Result<FlowId, Failure> {
        self.begin_sign_up(email, password, locale).await
    }

    async fn confirm_sign_up(&self, flow: FlowId, code: &Code) -> Result<Identity, Failure> {
        self.end_sign_up(flow, code).await
    }

    async fn resend_code(&self, flow: FlowId, locale: Locale) -> Result<(), Failure> {
        self.send_again(flow, locale).await
    }

    async fn check_password(&self, email: &Email, password: &Password) -> Result<PasswordOutcome, Failure> {
        self.try_password(email, password).await
    }

    async fn answer_challenge(&self, challenge: &Challenge, code: &Code) -> Result<Proof, Failure> {
        self.answer_with_code(challenge, code).await
    }

    async fn set_new_password(
        &self,
        challenge: &Challenge,
        password: &Password,
    ) -> Result<PasswordOutcome, Failure> {
        self.answer_with_password(challenge, password).await
    }

    async fn forgot_password(&self, email: &Email, locale: Locale) -> Result<FlowId, Failure> {
        self.begin_reset(email, locale).await
    }

    async fn reset_password(
        &self,
        flow: FlowId,
        code: &Code,
        password: &Password,
        by: Requester,
    ) -> Result<Uuid, Failure> {
        self.end_reset(flow, code, password, by).await
    }

    async fn change_password(
        &self,
        identity: &Identity,
        current: &Password,
        new: &Password,
        by: Requester,
    ) -> Result<Option<Uuid>, Failure> {
        self.replace_password(identity, current, new, by).await
    }

    async fn set_email(&self, user: UserId, email: &Email) -> Result<(), Failure> {
        self.replace_email(user, email).await
    }

    async fn has_authenticator(&self, user: UserId) -> Result<bool, Failure> {
        self.uses_authenticator(user).await
    }

    async fn begin_authenticator(
        &self,
        identity: &Identity,
        grant: Option<&Grant>,
    ) -> Result<SecretString, Failure> {
        self.new_authenticator(identity.user, grant).await
    }

    async fn confirm_authenticator(
        &self,
        identity: &Identity,
        grant: Option<&Grant>,
        code: &Code,
    ) -> Result<(), Failure> {
        self.enable_authenticator(identity.user, grant, code).await
    }

    async fn remove_authenticator(&self, user: UserId) -> Result<(), Failure> {
        self.disable_authenticator(user).await
    }

    /// Cognito alone opens its accounts: our passkeys would leave its password and its factor aside.
    fn allows_passkeys(&self) -> bool {
        false
    }

    async fn email_of(&self, user: UserId) -> Result<Option<String>, Failure> {
        Ok(self.client.find(&user.to_string()).await?.map(|known| known.email))
    }

    fn grant_without_code(&self) -> Option<Grant> {
        Some(self.watch())
    }

    async fn renew(&self, user: UserId, grant: &Grant) -> Result<Renewal, Failure> {
        self.refresh(user, grant).await
    }

    async fn revoke(&self, grant: &Grant) -> Result<(), Failure> {
        self.end_grant(grant).await
    }

    async fn sign_out_everywhere(&self, user: UserId) -> Result<(), Failure> {
        self.end_all_grants(user).await
    }

    async fn create_confirmed(&self, email: &Email, password: &Password) -> Result<Identity, Failure> {
        self.create_account(email, password).await
    }

    async fn delete(&self, user: UserId) -> Result<(), Failure> {
        self.delete_account(user).await
    }

    async fn ready(&self) -> Result<(), Failure> {
        self.tokens.ready().await
    }
}
