//! Emailed codes, and the flows that wait for them: sign-up, reset, change of address.
//!
//! Codes are derived, not stored: whoever reads the database learns none, and a mail sent twice says the
//! same (docs/adr/0003-codes.md).

use std::{sync::Arc, time::Duration};

use domain::{
    ErrorCode, Locale, UserId,
    identity::{CODE_DIGITS, Code, Email, FlowId},
};
use hmac::Mac as _;
use subtle::ConstantTimeEq as _;

use super::Failure;
use crate::{
    jobs::{self, Message},
    ports::{clock::Clock, entropy::Entropy},
    secrets::Secrets,
    store::{
        self, Connection, Database,
        flows::{Flow, Purpose},
    },
};

/// How long a code counts (the guide: time-limited; OWASP and ASVS 6.5.5: ten minutes).
const CODE_VALIDITY: Duration = Duration::from_mins(10);
/// Wrong tries that a code bears.
const CODE_TRIES: i32 = 5;
/// How long a flow can be taken up again with a new code.
pub(crate) const FLOW_VALIDITY: Duration = Duration::from_hours(24);
/// Codes for one address in an hour, for one purpose, whoever asks. Beyond it a flow begins as always
/// but has no code: nobody can flood a stranger's mailbox, nor gain tries by asking for more codes.
pub(crate) const CODES_AN_HOUR: i64 = 20;
/// Codes that one flow can have in its life.
pub(crate) const CODES_A_FLOW: i32 = 5;

/// Issues codes and takes them back.
#[derive(Clone)]
pub struct Codes {
    /// Where the flows are.
    pub database: Database,
    /// What derives codes.
    pub secrets: Secrets,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
}

/// A flow that is about to begin.
pub(crate) struct NewFlow<'a> {
    /// What it is for.
    pub purpose: Purpose,
    /// Where the code goes.
    pub email: &'a Email,
    /// Who began it, if only they may go on with it.
    pub user: Option<UserId>,
    /// The password that a sign-up will begin with, hashed.
    pub password_hash: Option<String>,
}

/// A mail that a flow leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CodeMail {
    /// The code that confirms an address for a new account.
    SignUp { email: String, code: String },
    /// No code: the address has an account.
    AlreadyRegistered { email: String },
    /// The code that lets a new password be set.
    Reset { email: String, code: String },
    /// The code that confirms an address for an account that is there.
    EmailChange { email: String, code: String },
}

impl Codes {
    /// Stores a new flow with the message that mails its code; without the latter if the address had its share.
    ///
    /// # Errors
    /// `unavailable`.
    pub(crate) async fn begin(&self, new: NewFlow<'_>, locale: Locale) -> Result<FlowId, Failure> {
        let now = self.clock.now();
        let transaction = self.database.begin().await?;
        let db = transaction.connection();
        let has_code = self.may_issue(db, new.email.as_str(), new.purpose).await?;
        let flow = Flow {
            id: FlowId(self.entropy.uuid()),
            purpose: new.purpose,
            email: new.email.as_str().to_owned(),
            user: new.user,
            password_hash: new.password_hash,
            issue: i32::from(has_code),
            tries_left: if has_code { CODE_TRIES } else { 0 },
            code_expires_at: now + CODE_VALIDITY,
            created_at: now,
        };
        store::flows::insert(db, &flow).await?;
        if has_code {
            self.enqueue_mail(db, flow.id, locale).await?;
        }
        transaction.commit().await?;
        Ok(flow.id)
    }

    /// Issues a new code for a flow of `user` (or of nobody in particular), and voids the one before. Does
    /// nothing for a flow that is not there, or had its share.
    ///
    /// # Errors
    /// `unavailable`.
    pub(crate) async fn resend(
        &self,
        id: FlowId,
        user: Option<UserId>,
        locale: Locale,
    ) -> Result<(), Failure> {
        let now = self.clock.now();
        let transaction = self.database.begin().await?;
        let db = transaction.connection();
        if let Some(flow) = store::flows::find(db, id).await?
            && flow.user == user
            && flow.issue < CODES_A_FLOW
            && now.since(flow.created_at) < FLOW_VALIDITY
            && self.may_issue(db, &flow.email, flow.purpose).await?
        {
            store::flows::reissue(db, id, CODE_TRIES, now + CODE_VALIDITY).await?;
            self.enqueue_mail(db, id, locale).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Takes one try and compares. Answers the flow when the code is right; it goes on until it is ended.
    ///
    /// # Errors
    /// `wrong_code`, `dead_code`.
    pub(crate) async fn redeem(&self, id: FlowId, purpose: Purpose, code: &Code) -> Result<Flow, Failure> {
        let db = self.database.connection();
        let flow = store::flows::take_try(db, id, purpose, self.clock.now()).await?;
        let flow = flow.ok_or(ErrorCode::DeadCode)?;
        if matches(&self.secrets, &flow, code) {
            return Ok(flow);
        }
        Err(if flow.tries_left > 0 { ErrorCode::WrongCode } else { ErrorCode::DeadCode }.into())
    }

    /// What to mail for a flow, if anything still is.
    ///
    /// # Errors
    /// `unavailable`.
    pub(crate) async fn mail(&self, id: FlowId) -> Result<Option<CodeMail>, Failure> {
        let db = self.database.connection();
        let Some(flow) = store::flows::find(db, id).await? else {
            return Ok(None);
        };
        if flow.code_expires_at <= self.clock.now() {
            return Ok(None);
        }
        let known = match flow.purpose {
            Purpose::SignUp | Purpose::Reset => store::credentials::find(db, &flow.email).await?.is_some(),
            Purpose::EmailChange => store::people::find_by_email(db, &flow.email).await?.is_some(),
        };
        let code = derive(&self.secrets, flow.id, flow.issue);
        let email = flow.email;
        Ok(match (flow.purpose, known) {
            (Purpose::SignUp, false) => Some(CodeMail::SignUp { email, code }),
            (Purpose::SignUp | Purpose::EmailChange, true) => Some(CodeMail::AlreadyRegistered { email }),
            (Purpose::Reset, true) => Some(CodeMail::Reset { email, code }),
            (Purpose::Reset, false) => None,
            (Purpose::EmailChange, false) => Some(CodeMail::EmailChange { email, code }),
        })
    }

    async fn may_issue(&self, db: &impl Connection, email: &str, purpose: Purpose) -> Result<bool, Failure> {
        let hour_ago = self.clock.now() - Duration::from_hours(1);
        Ok(store::flows::codes_since(db, email, purpose, hour_ago).await? < CODES_AN_HOUR)
    }

    /// The mail itself is written when it is sent: whether there is an account is not looked at here,
    /// so that the answer takes the same time for every address.
    async fn enqueue_mail(&self, db: &impl Connection, flow: FlowId, locale: Locale) -> Result<(), Failure> {
        let message = Message::Code { flow };
        jobs::enqueue_as(self.entropy.uuid(), self.clock.now(), db, &message, locale).await
    }
}

/// The six digits of a flow's `issue`-th code.
fn derive(secrets: &Secrets, flow: FlowId, issue: i32) -> String {
    let mut mac = secrets.mac("code");
    mac.update(flow.0.as_bytes());
    mac.update(&issue.to_be_bytes());
    let bytes = mac.finalize().into_bytes();
    let number = bytes.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    // 2^64 is so much larger than 10^6 that no digit comes measurably more often than another.
    format!("{:0CODE_DIGITS$}", number % 1_000_000)
}

/// Whether `typed` is the flow's code. Takes the same time for any.
fn matches(secrets: &Secrets, flow: &Flow, typed: &Code) -> bool {
    derive(secrets, flow.id, flow.issue).as_bytes().ct_eq(typed.expose().as_bytes()).into()
}
