//! The embedded identity provider: addresses and Argon2id hashes in our own database, codes by mail.
//!
//! A sign-up makes no account: it waits in a flow until its code comes. So nobody can occupy an
//! address that isn't theirs, and the code belongs to the password that was typed with it.

mod totp;

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    AppError, ErrorCode, Field, Locale, Problem, UserId,
    identity::{Code, Email, FlowId, Password},
};
use secrecy::SecretString;
use uuid::Uuid;

use crate::{
    jobs::{self, Message},
    passwords::{self, Hasher},
    ports::{
        clock::Clock,
        entropy::Entropy,
        identity::{
            Challenge, Grant, Identity, IdentityProvider, PasswordOutcome, Proof, Renewal, Requester,
        },
    },
    secrets::Secrets,
    service::{
        Failure,
        codes::{Codes, FLOW_VALIDITY, NewFlow},
    },
    store::{self, Database, credentials::Credentials, flows::Purpose},
};

/// The provider.
pub struct Embedded {
    /// Where it keeps what it knows.
    pub database: Database,
    /// What hashes.
    pub hasher: Arc<Hasher>,
    /// What issues codes.
    pub codes: Codes,
    /// What seals the secrets of authenticator apps.
    pub secrets: Secrets,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The brand's name, which makes no good password here.
    pub brand: String,
}

impl Embedded {
    async fn hash_new(&self, password: &Password, email: &Email) -> Result<String, Failure> {
        passwords::refuse_guessable(password, email, &self.brand)?;
        self.hasher.hash(password).await
    }
}

#[async_trait]
impl IdentityProvider for Embedded {
    async fn sign_up(&self, email: &Email, password: &Password, locale: Locale) -> Result<FlowId, Failure> {
        let hash = self.hash_new(password, email).await?;
        let new = NewFlow { purpose: Purpose::SignUp, email, user: None, password_hash: Some(hash) };
        self.codes.begin(new, locale).await
    }

    async fn confirm_sign_up(&self, flow: FlowId, code: &Code) -> Result<Identity, Failure> {
        let flow = self.codes.redeem(flow, Purpose::SignUp, code).await?;
        let transaction = self.database.begin().await?;
        let db = transaction.connection();
        if !store::flows::end(db, flow.id).await? {
            return Err(ErrorCode::DeadCode.into());
        }
        let credentials = Credentials {
            user: UserId(self.entropy.uuid()),
            email: flow.email,
            password_hash: flow.password_hash.ok_or(ErrorCode::DeadCode)?,
        };
        if !store::credentials::insert(db, &credentials, self.clock.now()).await? {
            // Confirmed meanwhile through another sign-up; the holder of the mailbox knows of it.
            return Err(ErrorCode::DeadCode.into());
        }
        store::flows::end_all(db, &credentials.email, Purpose::SignUp).await?;
        transaction.commit().await?;
        Ok(Identity { user: credentials.user, email: credentials.email })
    }

    async fn resend_code(&self, id: FlowId, locale: Locale) -> Result<(), Failure> {
        self.codes.resend(id, None, locale).await
    }

    async fn check_password(&self, email: &Email, password: &Password) -> Result<PasswordOutcome, Failure> {
        let db = self.database.connection();
        let since = self.clock.now() - FLOW_VALIDITY;
        // Both are looked up and one hash is computed in every case, so that every case takes as long.
        let known = store::credentials::find(db, email.as_str()).await?;
        let waiting = store::flows::newest_sign_up(db, email.as_str(), since).await?;
        let hash = match (&known, &waiting) {
            (Some(credentials), _) => Some(credentials.password_hash.clone()),
            (None, Some(flow)) => flow.password_hash.clone(),
            (None, None) => None,
        };
        let right = self.hasher.verify(password, hash).await?;
        Ok(match (right, known, waiting) {
            (true, Some(known), _) => {
                let identity = Identity { user: known.user, email: known.email };
                if store::authenticators::find(db, identity.user).await?.is_some() {
                    PasswordOutcome::SecondStep(Challenge { identity, state: None })
                } else {
                    PasswordOutcome::Right(identity.into())
                }
            }
            (true, None, Some(flow)) => PasswordOutcome::Unconfirmed(flow.id),
            _ => PasswordOutcome::Wrong,
        })
    }

    async fn forgot_password(&self, email: &Email, locale: Locale) -> Result<FlowId, Failure> {
        let new = NewFlow { purpose: Purpose::Reset, email, user: None, password_hash: None };
        self.codes.begin(new, locale).await
    }

    async fn reset_password(
        &self,
        flow: FlowId,
        code: &Code,
        password: &Password,
        by: Requester,
    ) -> Result<Uuid, Failure> {
        // First what can fail without a try being lost.
        let begun = store::flows::find(self.database.connection(), flow).await?.ok_or(ErrorCode::DeadCode)?;
        let hash = self.hash_new(password, &Email::parse(&begun.email)?).await?;
        let flow = self.codes.redeem(flow, Purpose::Reset, code).await?;
        let now = self.clock.now();
        let transaction = self.database.begin().await?;
        let db = transaction.connection();
        if !store::flows::end(db, flow.id).await? {
            return Err(ErrorCode::DeadCode.into());
        }
        let known = store::credentials::find(db, &flow.email).await?.ok_or(ErrorCode::DeadCode)?;
        store::credentials::set_password(db, known.user, &hash, now).await?;
        store::flows::end_all(db, &flow.email, Purpose::Reset).await?;
        let follow_up = self.entropy.uuid();
        let message = Message::PasswordReset { user: known.user, at: now, by };
        jobs::enqueue_as(follow_up, now, db, &message, Locale::default()).await?;
        transaction.commit().await?;
        Ok(follow_up)
    }

    async fn answer_challenge(&self, challenge: &Challenge, code: &Code) -> Result<Proof, Failure> {
        self.redeem_totp(challenge.identity.user, code).await?;
        Ok(challenge.identity.clone().into())
    }

    /// Nobody asks for a new password here.
    async fn set_new_password(&self, _: &Challenge, _: &Password) -> Result<PasswordOutcome, Failure> {
        Err(ErrorCode::DeadCode.into())
    }

    async fn change_password(
        &self,
        identity: &Identity,
        current: &Password,
        new: &Password,
        by: Requester,
    ) -> Result<Option<Uuid>, Failure> {
        let known = store::credentials::of(self.database.connection(), identity.user).await?;
        let known = known.ok_or(ErrorCode::SignedOut)?;
        if !self.hasher.verify(current, Some(known.password_hash.clone())).await? {
            return Ok(None);
        }
        let hash = self.hash_new(new, &Email::parse(&known.email)?).await?;
        let now = self.clock.now();
        let transaction = self.database.begin().await?;
        let db = transaction.connection();
        if !store::credentials::replace_password(db, &known, &hash, now).await? {
            // Somebody else set another one since it was checked.
            return Ok(None);
        }
        store::flows::end_all(db, &known.email, Purpose::Reset).await?;
        let follow_up = self.entropy.uuid();
        let message = Message::PasswordChanged { user: identity.user, at: now, by };
        jobs::enqueue_as(follow_up, now, db, &message, Locale::default()).await?;
        transaction.commit().await?;
        Ok(Some(follow_up))
    }

    async fn set_email(&self, user: UserId, email: &Email) -> Result<(), Failure> {
        let db = self.database.connection();
        if store::credentials::set_email(db, user, email.as_str()).await? {
            return Ok(());
        }
        Err(AppError::field(Field::Email, Problem::EmailTaken).into())
    }

    async fn email_of(&self, user: UserId) -> Result<Option<String>, Failure> {
        let known = store::credentials::of(self.database.connection(), user).await?;
        Ok(known.map(|known| known.email))
    }

    async fn has_authenticator(&self, user: UserId) -> Result<bool, Failure> {
        Ok(store::authenticators::find(self.database.connection(), user).await?.is_some())
    }

    async fn begin_authenticator(
        &self,
        identity: &Identity,
        _: Option<&Grant>,
    ) -> Result<SecretString, Failure> {
        self.begin_totp(identity.user).await
    }

    async fn confirm_authenticator(
        &self,
        identity: &Identity,
        _: Option<&Grant>,
        code: &Code,
    ) -> Result<(), Failure> {
        self.confirm_totp(identity.user, code).await
    }

    async fn remove_authenticator(&self, user: UserId) -> Result<(), Failure> {
        Ok(store::authenticators::delete(self.database.connection(), user).await?)
    }

    fn allows_passkeys(&self) -> bool {
        true
    }

    fn grant_without_code(&self) -> Option<Grant> {
        None
    }

    /// Nothing of ours needs renewing.
    async fn renew(&self, _: UserId, _: &Grant) -> Result<Renewal, Failure> {
        Ok(Renewal::Renewed(None))
    }

    async fn revoke(&self, _: &Grant) -> Result<(), Failure> {
        Ok(())
    }

    async fn sign_out_everywhere(&self, _: UserId) -> Result<(), Failure> {
        Ok(())
    }

    async fn create_confirmed(&self, email: &Email, password: &Password) -> Result<Identity, Failure> {
        let credentials = Credentials {
            user: UserId(self.entropy.uuid()),
            email: email.as_str().to_owned(),
            password_hash: self.hash_new(password, email).await?,
        };
        let db = self.database.connection();
        if !store::credentials::insert(db, &credentials, self.clock.now()).await? {
            return Err(AppError::field(Field::Email, Problem::EmailTaken).into());
        }
        Ok(Identity { user: credentials.user, email: credentials.email })
    }

    async fn delete(&self, user: UserId) -> Result<(), Failure> {
        Ok(store::credentials::delete(self.database.connection(), user).await?)
    }

    async fn ready(&self) -> Result<(), Failure> {
        Ok(self.database.ping().await?)
    }
}
