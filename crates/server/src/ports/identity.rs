//! Who somebody is: the one port behind which the embedded provider and Amazon Cognito stand.

use async_trait::async_trait;
use domain::{
    Locale, UserId,
    identity::{Code, Email, FlowId, Password},
};
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

/// What a right or wrong password leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordOutcome {
    /// It is right.
    Right(Identity),
    /// It is right, but the address was never confirmed.
    Unconfirmed(FlowId),
    /// It is wrong, or there is no such account: nobody can tell which.
    Wrong,
}

/// Proves who people are. Passwords and codes never leave the provider.
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
        locale: Locale,
    ) -> Result<Uuid, Failure>;

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
