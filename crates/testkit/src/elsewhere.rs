//! An identity provider that is another system, as Cognito is: it keeps accounts of its own, and may be out of reach.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use domain::{
    ErrorCode, Locale, UserId,
    identity::{Code, Email, FlowId, Password},
};
use secrecy::SecretString;
use server::{
    app::IdentityFront,
    ports::identity::{
        Challenge, Grant, Identity, IdentityProvider, PasswordOutcome, Proof, Renewal, Requester,
    },
    service::Failure,
};
use uuid::Uuid;

/// An account, as that system knows it.
#[derive(Clone)]
struct Account {
    user: UserId,
    password: Password,
}

/// The provider. Everything else is the embedded one's, which loses its accounts with ours.
#[derive(Default)]
pub struct Elsewhere {
    ours: OnceLock<Arc<dyn IdentityProvider>>,
    accounts: Mutex<HashMap<String, Account>>,
    /// The passwords of sign-ups that wait for their codes.
    waiting: Mutex<HashMap<String, Password>>,
    deleted: Mutex<Vec<UserId>>,
    is_away: AtomicBool,
}

impl IdentityFront for Elsewhere {
    fn before(self: Arc<Self>, provider: Arc<dyn IdentityProvider>) -> Arc<dyn IdentityProvider> {
        assert!(self.ours.set(provider).is_ok(), "one app to each");
        self
    }
}

impl Elsewhere {
    /// Nothing reaches it from now on.
    pub fn go_away(&self) {
        self.is_away.store(true, Ordering::SeqCst);
    }

    /// It answers again.
    pub fn come_back(&self) {
        self.is_away.store(false, Ordering::SeqCst);
    }

    /// Whether it has an account with an address.
    #[must_use]
    pub fn knows(&self, email: &str) -> bool {
        self.accounts().contains_key(email)
    }

    /// Whom it was asked to delete so far, each time.
    #[must_use]
    pub fn deleted(&self) -> Vec<UserId> {
        self.deleted.lock().expect("no panic before").clone()
    }

    fn ours(&self) -> &dyn IdentityProvider {
        &**self.ours.get().expect("an app")
    }

    fn accounts(&self) -> MutexGuard<'_, HashMap<String, Account>> {
        self.accounts.lock().expect("no panic before")
    }

    fn reach(&self) -> Result<(), Failure> {
        if self.is_away.load(Ordering::SeqCst) { Err(ErrorCode::Unavailable.into()) } else { Ok(()) }
    }

    fn keep(&self, identity: &Identity, password: Password) {
        self.accounts().insert(identity.email.clone(), Account { user: identity.user, password });
    }
}

#[async_trait]
impl IdentityProvider for Elsewhere {
    async fn sign_up(&self, email: &Email, password: &Password, locale: Locale) -> Result<FlowId, Failure> {
        self.reach()?;
        if self.knows(email.as_str()) {
            // The address is taken: what begins here, no code ends.
            return Ok(FlowId(Uuid::from_u128(1)));
        }
        self.waiting.lock().expect("no panic before").insert(email.as_str().to_owned(), password.clone());
        self.ours().sign_up(email, password, locale).await
    }

    async fn confirm_sign_up(&self, flow: FlowId, code: &Code) -> Result<Identity, Failure> {
        self.reach()?;
        let identity = self.ours().confirm_sign_up(flow, code).await?;
        let password = self.waiting.lock().expect("no panic before").remove(&identity.email);
        self.keep(&identity, password.expect("a sign-up"));
        Ok(identity)
    }

    async fn resend_code(&self, flow: FlowId, locale: Locale) -> Result<(), Failure> {
        self.ours().resend_code(flow, locale).await
    }

    async fn check_password(&self, email: &Email, password: &Password) -> Result<PasswordOutcome, Failure> {
        self.reach()?;
        let ours = self.ours().check_password(email, password).await?;
        let account = self.accounts().get(email.as_str()).cloned();
        Ok(match (ours, account) {
            (PasswordOutcome::Wrong, Some(account)) if account.password == *password => {
                let identity = Identity { user: account.user, email: email.as_str().to_owned() };
                PasswordOutcome::Right(identity.into())
            }
            (ours, _) => ours,
        })
    }

    async fn answer_challenge(&self, challenge: &Challenge, code: &Code) -> Result<Proof, Failure> {
        self.ours().answer_challenge(challenge, code).await
    }

    async fn set_new_password(
        &self,
        challenge: &Challenge,
        password: &Password,
    ) -> Result<PasswordOutcome, Failure> {
        self.ours().set_new_password(challenge, password).await
    }

    async fn forgot_password(&self, email: &Email, locale: Locale) -> Result<FlowId, Failure> {
        self.ours().forgot_password(email, locale).await
    }

    async fn reset_password(
        &self,
        flow: FlowId,
        code: &Code,
        password: &Password,
        by: Requester,
    ) -> Result<Uuid, Failure> {
        self.ours().reset_password(flow, code, password, by).await
    }

    async fn change_password(
        &self,
        identity: &Identity,
        current: &Password,
        new: &Password,
        by: Requester,
    ) -> Result<Option<Uuid>, Failure> {
        self.ours().change_password(identity, current, new, by).await
    }

    async fn set_email(&self, user: UserId, email: &Email) -> Result<(), Failure> {
        self.reach()?;
        self.ours().set_email(user, email).await?;
        let mut accounts = self.accounts();
        let former =
            accounts.iter().find(|(_, account)| account.user == user).map(|(email, _)| email.clone());
        if let Some(account) = former.and_then(|former| accounts.remove(&former)) {
            accounts.insert(email.as_str().to_owned(), account);
        }
        Ok(())
    }

    async fn email_of(&self, user: UserId) -> Result<Option<String>, Failure> {
        self.reach()?;
        let accounts = self.accounts();
        Ok(accounts.iter().find(|(_, account)| account.user == user).map(|(email, _)| email.clone()))
    }

    async fn has_authenticator(&self, user: UserId) -> Result<bool, Failure> {
        self.ours().has_authenticator(user).await
    }

    async fn begin_authenticator(
        &self,
        identity: &Identity,
        grant: Option<&Grant>,
    ) -> Result<SecretString, Failure> {
        self.ours().begin_authenticator(identity, grant).await
    }

    async fn confirm_authenticator(
        &self,
        identity: &Identity,
        grant: Option<&Grant>,
        code: &Code,
    ) -> Result<(), Failure> {
        self.ours().confirm_authenticator(identity, grant, code).await
    }

    async fn remove_authenticator(&self, user: UserId) -> Result<(), Failure> {
        self.ours().remove_authenticator(user).await
    }

    fn allows_passkeys(&self) -> bool {
        self.ours().allows_passkeys()
    }

    fn grant_without_code(&self) -> Option<Grant> {
        self.ours().grant_without_code()
    }

    async fn renew(&self, user: UserId, grant: &Grant) -> Result<Renewal, Failure> {
        self.ours().renew(user, grant).await
    }

    async fn revoke(&self, grant: &Grant) -> Result<(), Failure> {
        self.ours().revoke(grant).await
    }

    async fn sign_out_everywhere(&self, user: UserId) -> Result<(), Failure> {
        self.ours().sign_out_everywhere(user).await
    }

    async fn create_confirmed(&self, email: &Email, password: &Password) -> Result<Identity, Failure> {
        self.reach()?;
        let identity = self.ours().create_confirmed(email, password).await?;
        self.keep(&identity, password.clone());
        Ok(identity)
    }

    async fn delete(&self, user: UserId) -> Result<(), Failure> {
        self.reach()?;
        self.deleted.lock().expect("no panic before").push(user);
        self.accounts().retain(|_, account| account.user != user);
        self.ours().delete(user).await
    }

    async fn ready(&self) -> Result<(), Failure> {
        self.reach()?;
        self.ours().ready().await
    }
}
