//! Authenticator apps of the embedded provider: RFC 6238 with SHA-1, six digits and 30 seconds, which is what
//! every app understands.

use domain::{ErrorCode, UserId, identity::Code};
use secrecy::{ExposeSecret as _, SecretString};
use totp_rs::{Builder, Secret, Totp};

use super::Embedded;
use crate::{
    service::Failure,
    store::{self, authenticators::Authenticator},
};

/// What seals are made for.
const PURPOSE: &str = "authenticator";
/// 160 bits, as RFC 4226, 4 R6 advises.
const SECRET_BYTES: usize = 20;

impl Embedded {
    /// Stores a new secret that waits for its first code. Answers it in Base32.
    pub(super) async fn begin_totp(&self, user: UserId) -> Result<SecretString, Failure> {
        let mut bytes = [0; SECRET_BYTES];
        self.entropy.fill(&mut bytes);
        let secret = SecretString::from(Secret::from(bytes).to_base32());
        let authenticator = Authenticator {
            user,
            sealed: self.secrets.seal(&*self.entropy, PURPOSE, user.0.as_bytes(), secret.expose_secret()),
            last_step: 0,
        };
        store::authenticators::begin(self.database.connection(), &authenticator, self.clock.now()).await?;
        Ok(secret)
    }

    /// Puts the waiting secret to use if this is a code of it.
    pub(super) async fn confirm_totp(&self, user: UserId, code: &Code) -> Result<(), Failure> {
        let transaction = self.database.begin().await?;
        let db = transaction.connection();
        let waiting = store::authenticators::find_pending(db, user).await?.ok_or(ErrorCode::DeadCode)?;
        let step = self.step_of(&waiting, code)?.ok_or(ErrorCode::WrongCode)?;
        if !store::authenticators::confirm(db, &waiting, step).await? {
            return Err(ErrorCode::DeadCode.into());
        }
        Ok(transaction.commit().await?)
    }

    /// Takes a code of the app in use. Each step's counts once, and none before the last that was used
    /// (RFC 6238, 5.2): the database decides, so of two that come at once one wins.
    pub(super) async fn redeem_totp(&self, user: UserId, code: &Code) -> Result<(), Failure> {
        let db = self.database.connection();
        let authenticator = store::authenticators::find(db, user).await?.ok_or(ErrorCode::DeadCode)?;
        let step = self.step_of(&authenticator, code)?.ok_or(ErrorCode::WrongCode)?;
        if store::authenticators::use_step(db, user, step).await? {
            Ok(())
        } else {
            Err(ErrorCode::WrongCode.into())
        }
    }

    /// The time step whose code this is: this one, the one before or the one after (RFC 6238, 5.2).
    fn step_of(&self, authenticator: &Authenticator, code: &Code) -> Result<Option<i64>, Failure> {
        let fault = |error| Failure::caused(ErrorCode::Internal, error);
        let user = authenticator.user.0;
        let secret = self.secrets.open(PURPOSE, user.as_bytes(), &authenticator.sealed).map_err(fault)?;
        let now = u64::try_from(self.clock.now().0 / 1000).unwrap_or(0);
        let step = totp(&secret)?.check(code.expose(), now);
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }
}

fn totp(secret: &str) -> Result<Totp, Failure> {
    let fault = |error: &dyn std::fmt::Display| Failure::caused(ErrorCode::Internal, error.to_string());
    let secret = Secret::try_from_base32(secret).map_err(|error| fault(&error))?;
    Builder::new().with_secret(secret).with_skew(1).build().map_err(|error| fault(&error))
}
