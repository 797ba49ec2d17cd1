//! Who somebody is: the one port behind which the embedded provider and Amazon Cognito stand.

use async_trait::async_trait;
use domain::{
    Locale, Timestamp, UserId,
    identity::{Code, Email, FlowId, Password},
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::service::Failure;

/// A person whom the provider vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The provider's lasting id for them.
    pub user: UserId,
    /// Their confirmed address.
    pub email: String,
}

/// What a provider gives with a sign-in, and wants back for what the person does with their account there.
/// Kept sealed with the session.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The provider's own text.
    pub secret: SecretString,
    /// From when on [`IdentityProvider::renew`] has to be asked.
    pub renew_at: Timestamp,
}

/// A person who proved who they are.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Who.
    pub identity: Identity,
    /// What comes with it; nothing where the provider needs none.
    pub grant: Option<Grant>,
}

impl From<Identity> for Proof {
    fn from(identity: Identity) -> Self {
        Self { identity, grant: None }
    }
}

/// A sign-in that waits for more than the right password.
#[derive(Clone, Debug)]
pub struct Challenge {
    /// Whose password was right.
    pub identity: Identity,
    /// The provider's own text about it. Kept sealed until it comes back.
    pub state: Option<SecretString>,
}

/// What a right or wrong password leads to.
#[derive(Clone, Debug)]
pub enum PasswordOutcome {
    /// It is right.
    Right(Proof),
    /// It is right, and a code of the person's authenticator app is wanted too.
    SecondStep(Challenge),
    /// It is right, but a new one has to be set first.
    NewPassword(Challenge),
    /// Nobody knows whether it is right: an administrator wants it reset with a mailed code.
    ResetFirst,
    /// It is right, but the address was never confirmed.
    Unconfirmed(FlowId),
    /// It is wrong, or there is no such account: nobody can tell which.
    Wrong,
}

impl PasswordOutcome {
    /// Whose password it was, if it was anybody's.
    #[must_use]
    pub const fn identity(&self) -> Option<&Identity> {
        match self {
            Self::Right(proof) => Some(&proof.identity),
            Self::SecondStep(challenge) | Self::NewPassword(challenge) => Some(&challenge.identity),
            Self::ResetFirst | Self::Unconfirmed(_) | Self::Wrong => None,
        }
    }

    /// Whether the password was this person's, whatever is wanted besides.
    #[must_use]
    pub fn proves(&self, user: UserId) -> bool {
        match self {
            Self::Right(proof) => proof.identity.user == user,
            Self::SecondStep(challenge) => challenge.identity.user == user,
            Self::NewPassword(_) | Self::ResetFirst | Self::Unconfirmed(_) | Self::Wrong => false,
        }
    }
}

/// Who asks for a new password, for the log and the mail about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Requester {
    /// The session that goes on, if one does.
    pub session: Option<Uuid>,
    /// From which address.
    pub address: String,
    /// With which program, by its own name.
    pub user_agent: String,
    /// In which language.
    pub locale: Locale,
}

/// How a grant fares.
#[derive(Clone, Debug)]
pub enum Renewal {
    /// The account is there and may be used; here is what to keep from now on.
    Renewed(Option<Grant>),
    /// The account is gone or disabled, or the sign-in was ended at the provider.
    Gone,
}

/// Proves who people are. Passwords, codes and the secrets of authenticator apps never leave the provider.
///
/// Where an operation takes an address, neither its answer nor its time tells whether the address
/// has an account (ASVS 5.0, 6.3.8).
#[async_trait]
pub trait IdentityProvider: Send + Sync {
    /// Begins a sign-up and has a code mailed in this language.
    ///
    /// # Errors
    /// `invalid` for a password that is refused, `busy`.
    async fn sign_up(&self, email: &Email, password: &Password, locale: Locale) -> Result<FlowId, Failure>;

    /// Ends a sign-up.
    ///
    /// # Errors
    /// `wrong_code`, `dead_code`.
    async fn confirm_sign_up(&self, flow: FlowId, code: &Code) -> Result<Identity, Failure>;

    /// Has a new code mailed for a sign-up or a reset under way, and voids the one before.
    ///
    /// # Errors
    /// None for an unknown or ended flow: it answers as if it were mailed.
    async fn resend_code(&self, flow: FlowId, locale: Locale) -> Result<(), Failure>;

    /// Checks a password.
    ///
    /// # Errors
    /// `busy`, `unavailable`.
    async fn check_password(&self, email: &Email, password: &Password) -> Result<PasswordOutcome, Failure>;

    /// Answers a challenge of [`PasswordOutcome::SecondStep`] with the code of the authenticator app. A code
    /// that was used is refused (RFC 6238, 5.2).
    ///
    /// # Errors
    /// `wrong_code`; `dead_code` when the sign-in has to begin anew; `too_many_tries`, `unavailable`.
    async fn answer_challenge(&self, challenge: &Challenge, code: &Code) -> Result<Proof, Failure>;

    /// Answers a challenge of [`PasswordOutcome::NewPassword`].
    ///
    /// # Errors
    /// `invalid` for a password that is refused; `dead_code` when the sign-in has to begin anew; `unavailable`.
    async fn set_new_password(
        &self,
        challenge: &Challenge,
        password: &Password,
    ) -> Result<PasswordOutcome, Failure>;

    /// Begins a password reset and has a code mailed if the address has an account.
    ///
    /// # Errors
    /// `unavailable`.
    async fn forgot_password(&self, email: &Email, locale: Locale) -> Result<FlowId, Failure>;

    /// Sets a new password. Answers the outbox message that ends the person's sessions: it stands in
    /// the database from the moment the password is new.
    ///
    /// # Errors
    /// `invalid` for a password that is refused, `wrong_code`, `dead_code`, `busy`.
    async fn reset_password(
        &self,
        flow: FlowId,
        code: &Code,
        password: &Password,
        by: Requester,
    ) -> Result<Uuid, Failure>;

    /// Replaces a password that the person knows. The second factor stays. Answers the outbox message that
    /// ends the person's other sessions, or nothing when `current` is wrong.
    ///
    /// # Errors
    /// `invalid` for a password that is refused, `too_many_tries`, `busy`, `unavailable`.
    async fn change_password(
        &self,
        identity: &Identity,
        current: &Password,
        new: &Password,
        by: Requester,
    ) -> Result<Option<Uuid>, Failure>;

    /// Gives the account another address, which the person has proved to read. Repeating it is fine.
    ///
    /// # Errors
    /// `invalid` when another account has it, `unavailable`.
    async fn set_email(&self, user: UserId, email: &Email) -> Result<(), Failure>;

    /// The address of an account at this moment; nothing when it is gone.
    ///
    /// # Errors
    /// `unavailable`.
    async fn email_of(&self, user: UserId) -> Result<Option<String>, Failure>;

    /// Whether an authenticator app is set up: then a right password leads to a second step.
    ///
    /// # Errors
    /// `unavailable`.
    async fn has_authenticator(&self, user: UserId) -> Result<bool, Failure>;

    /// Makes a secret for an authenticator app, at least 160 bits, in Base32. It counts from
    /// [`IdentityProvider::confirm_authenticator`] on; until then what was set up before does.
    ///
    /// # Errors
    /// `step_up` when the provider needs a grant and there is none; `authenticator_bound` when a sign-in
    /// with a code would be needed for one; `unavailable`.
    async fn begin_authenticator(
        &self,
        identity: &Identity,
        grant: Option<&Grant>,
    ) -> Result<SecretString, Failure>;

    /// Puts the new secret to use, if this is a code of it. Whatever was set up before ends.
    ///
    /// # Errors
    /// `wrong_code`; `dead_code` when none was begun; those of [`IdentityProvider::begin_authenticator`].
    async fn confirm_authenticator(
        &self,
        identity: &Identity,
        grant: Option<&Grant>,
        code: &Code,
    ) -> Result<(), Failure>;

    /// Turns the second step off. Repeating it is fine.
    ///
    /// # Errors
    /// `unavailable`.
    async fn remove_authenticator(&self, user: UserId) -> Result<(), Failure>;

    /// Whether our own passkeys can open an account of this provider without its password.
    fn allows_passkeys(&self) -> bool;

    /// What a session holds whose second step was checked by us, so that the account is looked at now and then.
    fn grant_without_code(&self) -> Option<Grant>;

    /// Asks whether the account may still be used, and for a fresh grant.
    ///
    /// # Errors
    /// `unavailable`.
    async fn renew(&self, user: UserId, grant: &Grant) -> Result<Renewal, Failure>;

    /// Ends what a grant opens. Repeating it is fine.
    ///
    /// # Errors
    /// `unavailable`.
    async fn revoke(&self, grant: &Grant) -> Result<(), Failure>;

    /// Ends every sign-in of a person at the provider. Repeating it is fine.
    ///
    /// # Errors
    /// `unavailable`.
    async fn sign_out_everywhere(&self, user: UserId) -> Result<(), Failure>;

    /// Makes an account with a confirmed address, for an administrator.
    ///
    /// # Errors
    /// `invalid` for a password that is refused or an address that has an account.
    async fn create_confirmed(&self, email: &Email, password: &Password) -> Result<Identity, Failure>;

    /// Removes the account for good. Repeating it is fine.
    ///
    /// # Errors
    /// `unavailable`.
    async fn delete(&self, user: UserId) -> Result<(), Failure>;

    /// Whether the provider can work at this moment.
    ///
    /// # Errors
    /// `unavailable`.
    async fn ready(&self) -> Result<(), Failure>;
}
