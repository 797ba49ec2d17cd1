//! Accounts: making, moving to another address, removing.

use domain::{
    AppError, Field, Problem, UserId,
    identity::{Email, Password},
};

use super::{Cognito, errors::Reason};
use crate::{ports::identity::Identity, service::Failure};

impl Cognito {
    /// The person has proved that the address is theirs: a sign-up for it that nobody confirmed gives way.
    pub(super) async fn replace_email(&self, user: UserId, email: &Email) -> Result<(), Failure> {
        self.make_room(user, email).await?;
        Ok(self.client.set_email(user, email.as_str()).await?)
    }

    async fn make_room(&self, user: UserId, email: &Email) -> Result<(), Failure> {
        match self.client.find(email.as_str()).await? {
            Some(known) if known.user == user => Ok(()),
            Some(known) if known.unconfirmed => self.clear_unconfirmed(&known).await,
            Some(_) => Err(AppError::field(Field::Email, Problem::EmailTaken).into()),
            None => Ok(()),
        }
    }

    pub(super) async fn create_account(
        &self,
        email: &Email,
        password: &Password,
    ) -> Result<Identity, Failure> {
        self.refuse_guessable(password, email.as_str())?;
        if let Some(known) = self.client.find(email.as_str()).await?.filter(|known| known.unconfirmed) {
            self.clear_unconfirmed(&known).await?;
        }
        let user = self.client.create(email.as_str()).await?;
        if let Err(refusal) = self.client.set_password(user, password).await {
            // An account that nobody can sign in to would be in the way of the next try.
            self.delete_account(user).await?;
            return Err(refusal.into());
        }
        Ok(Identity { user, email: email.as_str().to_owned() })
    }

    pub(super) async fn delete_account(&self, user: UserId) -> Result<(), Failure> {
        match self.client.delete(user).await {
            Err(refusal) if refusal.reason != Reason::NoSuchUser => Err(refusal.into()),
            _ => Ok(()),
        }
    }
}
