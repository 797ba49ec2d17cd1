//! The embedded identity provider: addresses and Argon2id hashes in our own database, codes by mail.
//!
//! A sign-up makes no account: it waits in a flow until its code comes. So nobody can occupy an
//! address that isn't theirs, and the code belongs to the password that was typed with it.

mod codes;
mod hasher;

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use domain::{
    AppError, ErrorCode, Field, Locale, Problem, Timestamp, UserId,
    identity::{Code, Email, FlowId, Password},
};
use uuid::Uuid;

use crate::{
    jobs::{self, Message},
    ports::{
        clock::Clock,
        entropy::Entropy,
        identity::{Identity, IdentityProvider, PasswordOutcome},
    },
    secrets::Secrets,
    service::Failure,
    store::{
        self, Connection, Database,
        credentials::Credentials,
        flows::{Flow, Purpose},
    },
};

pub use hasher::{HashSettings, Hasher};

/// How long a code counts (the guide: time-limited; OWASP and ASVS 6.5.5: ten minutes).
pub const CODE_VALIDITY: Duration = Duration::from_mins(10);
/// Wrong tries that a code bears.
pub const CODE_TRIES: i32 = 5;
/// How long a sign-up or reset can be taken up again with a new code.
pub const FLOW_VALIDITY: Duration = Duration::from_hours(24);
/// Codes for one address in an hour, for one purpose, whoever asks. Beyond it a flow begins as always
/// but has no code: nobody can flood a stranger's mailbox, nor gain tries by asking for more codes.
const CODES_AN_HOUR: i64 = 20;
/// Codes that one flow can have in its life.
const CODES_A_FLOW: i32 = 5;

/// The provider.
pub struct Embedded {
    /// Where it keeps what it knows.
    pub database: Database,
    /// What hashes.
    pub hasher: Hasher,
    /// What derives codes.
    pub secrets: Secrets,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The brand's name, which makes no good password here.
    pub brand: String,
}

impl Embedded {
    /// Stores a new flow with the message that mails its code; without either if the address had its share.
    async fn begin(
        &self,
        purpose: Purpose,
        email: &Email,
        password_hash: Option<String>,
        locale: Locale,
    ) -> Result<FlowId, Failure> {
        let now = self.clock.now();
        let transaction = self.database.begin().await?;
        let db = transaction.connection();
        let has_code = self.may_issue(db, email.as_str(), purpose).await?;
        let flow = Flow {
            id: FlowId(self.entropy.uuid()),
            purpose,
            email: email.as_str().to_owned(),
            password_hash,
            issue: i32::from(has_code),
            tries_left: if has_code { CODE_TRIES } else { 0 },
            code_expires_at: now + CODE_VALIDITY,
            created_at: now,
        };
        store::flows::insert(db, &flow).await?;
        if has_code {
            self.enqueue_code(db, flow.id, locale).await?;
        }
        transaction.commit().await?;
        Ok(flow.id)
    }

    async fn may_issue(&self, db: &impl Connection, email: &str, purpose: Purpose) -> Result<bool, Failure> {
        let hour_ago = self.clock.now() - Duration::from_hours(1);
        Ok(store::flows::codes_since(db, email, purpose, hour_ago).await? < CODES_AN_HOUR)
    }

    /// The mail itself is written when it is sent: whether there is an account is not looked at here,
    /// so that the answer takes the same time for every address.
    async fn enqueue_code(&self, db: &impl Connection, flow: FlowId, locale: Locale) -> Result<(), Failure> {
        let message = Message::Code { flow };
        jobs::enqueue_as(self.entropy.uuid(), self.clock.now(), db, &message, locale).await
    }

    async fn hash_new(&self, password: &Password, email: &Email) -> Result<String, Failure> {
        if guessable(password, email, &self.brand) {
            return Err(AppError::field(Field::Password, Problem::PasswordGuessable).into());
        }
        self.hasher.hash(password).await
    }

    /// Takes one try and compares. Answers the flow when the code is right.
    async fn redeem(&self, id: FlowId, purpose: Purpose, code: &Code) -> Result<Flow, Failure> {
        let db = self.database.connection();
        let flow = store::flows::take_try(db, id, self.clock.now()).await?.ok_or(ErrorCode::DeadCode)?;
        if flow.purpose == purpose && codes::matches(&self.secrets, &flow, code) {
            return Ok(flow);
        }
        Err(if flow.tries_left > 0 { ErrorCode::WrongCode } else { ErrorCode::DeadCode }.into())
    }

    /// What to mail for a flow, if anything still is.
    ///
    /// # Errors
    /// `unavailable`.
    pub async fn code_mail(&self, id: FlowId, now: Timestamp) -> Result<Option<CodeMail>, Failure> {
        let db = self.database.connection();
        let Some(flow) = store::flows::find(db, id).await? else {
            return Ok(None);
        };
        if flow.code_expires_at <= now {
            return Ok(None);
        }
        let known = store::credentials::find(db, &flow.email).await?.is_some();
        let code = codes::derive(&self.secrets, flow.id, flow.issue);
        Ok(match (flow.purpose, known) {
            (Purpose::SignUp, false) => Some(CodeMail::SignUp { email: flow.email, code }),
            (Purpose::SignUp, true) => Some(CodeMail::AlreadyRegistered { email: flow.email }),
            (Purpose::Reset, true) => Some(CodeMail::Reset { email: flow.email, code }),
            (Purpose::Reset, false) => None,
        })
    }
}

/// A mail that a flow leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeMail {
    /// The code that confirms an address.
    SignUp {
        /// To whom.
        email: String,
        /// Six digits.
        code: String,
    },
    /// No code: the address has an account.
    AlreadyRegistered {
        /// To whom.
        email: String,
    },
    /// The code that lets a new password be set.
    Reset {
        /// To whom.
        email: String,
        /// Six digits.
        code: String,
    },
}

#[async_trait]
impl IdentityProvider for Embedded {
    async fn sign_up(&self, email: &Email, password: &Password, locale: Locale) -> Result<FlowId, Failure> {
        let hash = self.hash_new(password, email).await?;
        self.begin(Purpose::SignUp, email, Some(hash), locale).await
    }

    async fn confirm_sign_up(&self, flow: FlowId, code: &Code) -> Result<Identity, Failure> {
        let flow = self.redeem(flow, Purpose::SignUp, code).await?;
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
        let now = self.clock.now();
        let transaction = self.database.begin().await?;
        let db = transaction.connection();
        if let Some(flow) = store::flows::find(db, id).await?
            && flow.issue < CODES_A_FLOW
            && now.since(flow.created_at) < FLOW_VALIDITY
            && self.may_issue(db, &flow.email, flow.purpose).await?
        {
            store::flows::reissue(db, id, CODE_TRIES, now + CODE_VALIDITY).await?;
            self.enqueue_code(db, id, locale).await?;
        }
        Ok(transaction.commit().await?)
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
                PasswordOutcome::Right(Identity { user: known.user, email: known.email })
            }
            (true, None, Some(flow)) => PasswordOutcome::Unconfirmed(flow.id),
            _ => PasswordOutcome::Wrong,
        })
    }

    async fn forgot_password(&self, email: &Email, locale: Locale) -> Result<FlowId, Failure> {
        self.begin(Purpose::Reset, email, None, locale).await
    }

    async fn reset_password(
        &self,
        flow: FlowId,
        code: &Code,
        password: &Password,
        locale: Locale,
    ) -> Result<Uuid, Failure> {
        // First what can fail without a try being lost.
        let begun = store::flows::find(self.database.connection(), flow).await?.ok_or(ErrorCode::DeadCode)?;
        let hash = self.hash_new(password, &Email::parse(&begun.email)?).await?;
        let flow = self.redeem(flow, Purpose::Reset, code).await?;
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
        let message = Message::PasswordReset { user: known.user, at: now };
        jobs::enqueue_as(follow_up, now, db, &message, locale).await?;
        transaction.commit().await?;
        Ok(follow_up)
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

/// Whether a password is common, or made of what is known of the person (ASVS 5.0, 6.2.4, 6.2.11).
/// Only its first hundred characters are looked at: longer ones aren't guessed, and cost too much.
fn guessable(password: &Password, email: &Email, brand: &str) -> bool {
    let start: String = password.expose().chars().take(100).collect();
    let of_address = email.as_str().split(['@', '.', '+', '-', '_']);
    let context: Vec<&str> = of_address.chain([brand]).collect();
    zxcvbn::zxcvbn(&start, &context).score() < zxcvbn::Score::Two
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_recognised_in_disguise() {
        let email = Email::parse("ada.lovelace@example.com").expect("an address");
        for common in ["Password1!", "P@ssw0rd", "Qwerty123!", "Lovelace1!", "Requestrocket1!"] {
            assert!(guessable(&Password::new(common), &email, "RequestRocket"), "{common}");
        }
        for uncommon in ["Tr0ub4dor&3xyz", "correct Horse 7 battery!"] {
            assert!(!guessable(&Password::new(uncommon), &email, "RequestRocket"), "{uncommon}");
        }
    }
}
