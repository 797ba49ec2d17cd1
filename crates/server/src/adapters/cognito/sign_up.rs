//! Signing up. Cognito makes an unconfirmed account at once; here it belongs to the flow that made it.
//!
//! A code confirms the account of its own flow and no other: a stranger's sign-up for the same address is
//! another account, with another id. A newer sign-up takes the place of an unconfirmed one.

use std::time::Duration;

use domain::{
    ErrorCode, Locale, UserId,
    identity::{Code, Email, FlowId, Password},
};

use super::{
    Cognito,
    client::Known,
    errors::{Reason, Refusal},
};
use crate::{
    jobs::{self, Message},
    ports::identity::Identity,
    service::{
        Failure,
        codes::{CODES_A_FLOW, CODES_AN_HOUR},
    },
    store::{
        self,
        flows::{Flow, Purpose},
    },
};

/// What became of an address that somebody wants to sign up with.
enum Begun {
    /// It has a new account that waits for its code.
    Account(UserId),
    /// It had one before.
    Taken,
    /// It had its share of codes.
    Spent,
}

impl Cognito {
    pub(super) async fn begin_sign_up(
        &self,
        email: &Email,
        password: &Password,
        locale: Locale,
    ) -> Result<FlowId, Failure> {
        self.refuse_guessable(password, email.as_str())?;
        let hash = self.ours.hasher.hash(password).await?;
        let begun = if self.may_mail(email.as_str(), Purpose::SignUp).await? {
            self.make_account(email, password, locale).await?
        } else {
            Begun::Spent
        };
        let (user, issue) = match begun {
            Begun::Account(user) => (user, 1),
            // Nobody has such an id: Cognito answers for it as for a wrong code.
            Begun::Taken => (UserId(self.ours.entropy.uuid()), 1),
            Begun::Spent => (UserId(self.ours.entropy.uuid()), 0),
        };
        let flow = self.new_flow(Purpose::SignUp, email, Some(user), Some(hash), issue);
        let transaction = self.ours.database.begin().await?;
        let db = transaction.connection();
        store::flows::insert(db, &flow).await?;
        if matches!(begun, Begun::Taken) {
            let message = Message::AlreadyRegisteredMail { email: flow.email };
            jobs::enqueue_as(self.ours.entropy.uuid(), flow.created_at, db, &message, locale).await?;
        }
        transaction.commit().await?;
        Ok(flow.id)
    }

    /// A flow as it begins. No code of ours belongs to it, so there are no tries.
    pub(super) fn new_flow(
        &self,
        purpose: Purpose,
        email: &Email,
        user: Option<UserId>,
        password_hash: Option<String>,
        issue: i32,
    ) -> Flow {
        let now = self.ours.clock.now();
        Flow {
            id: FlowId(self.ours.entropy.uuid()),
            purpose,
            email: email.as_str().to_owned(),
            user,
            password_hash,
            issue,
            tries_left: 0,
            code_expires_at: now,
            created_at: now,
        }
    }

    /// As with the embedded provider: each sign-up makes a new account, so Cognito's own limit for an account
    /// would never come.
    pub(super) async fn may_mail(&self, email: &str, purpose: Purpose) -> Result<bool, Failure> {
        let hour_ago = self.ours.clock.now() - Duration::from_hours(1);
        let db = self.ours.database.connection();
        let issued = store::flows::codes_since(db, email, purpose, hour_ago).await?;
        Ok(issued < CODES_AN_HOUR)
    }

    /// Looks first and signs up whatever was found, so that a known address costs as many calls as a new one.
    async fn make_account(
        &self,
        email: &Email,
        password: &Password,
        locale: Locale,
    ) -> Result<Begun, Failure> {
        // More than once, since somebody else may sign up with the address, or confirm it, after the look.
        for _ in 0..3 {
            let known = self.client.find(email.as_str()).await?;
            let confirmed = known.as_ref().is_some_and(|known| !known.unconfirmed);
            if let Some(unconfirmed) = known.filter(|known| known.unconfirmed) {
                self.clear_unconfirmed(&unconfirmed).await?;
            }
            match self.client.sign_up(email.as_str(), password, locale).await {
                Ok(user) => return Ok(Begun::Account(user)),
                Err(refusal) if refusal.reason != Reason::Taken => return Err(refusal.into()),
                Err(_) if confirmed => return Ok(Begun::Taken),
                Err(_) => {}
            }
        }
        Err(ErrorCode::Busy.into())
    }

    /// Removes an account that was never confirmed, and has the sign-up that waits for its code be nobody's.
    ///
    /// The sign-up goes first: who confirms the account at this moment finds that theirs counts no more, and is
    /// told to begin anew instead of having an account that goes away again.
    pub(super) async fn clear_unconfirmed(&self, known: &Known) -> Result<(), Failure> {
        let db = self.ours.database.connection();
        store::flows::disown(db, known.user, UserId(self.ours.entropy.uuid())).await?;
        let still = self.client.find(&known.user.to_string()).await?;
        if still.is_some_and(|still| still.unconfirmed) {
            self.delete_account(known.user).await?;
        }
        Ok(())
    }

    pub(super) async fn end_sign_up(&self, id: FlowId, code: &Code) -> Result<Identity, Failure> {
        let flow = self.flow(id, Purpose::SignUp).await?;
        let user = flow.user.ok_or(ErrorCode::DeadCode)?;
        self.client.confirm_sign_up(user, code).await.map_err(not_confirmed)?;
        let db = self.ours.database.connection();
        if !store::flows::end_if_of(db, id, user).await? {
            // A newer sign-up is about to remove the account.
            return Err(ErrorCode::DeadCode.into());
        }
        store::flows::end_all(db, &flow.email, Purpose::SignUp).await?;
        Ok(Identity { user, email: flow.email })
    }

    pub(super) async fn send_again(&self, id: FlowId, locale: Locale) -> Result<(), Failure> {
        let db = self.ours.database.connection();
        let Some(flow) = store::flows::find(db, id).await?.filter(|flow| self.is_live(flow)) else {
            return Ok(());
        };
        if flow.issue >= CODES_A_FLOW || !self.may_mail(&flow.email, flow.purpose).await? {
            return Ok(());
        }
        store::flows::reissue(db, id, 0, flow.code_expires_at).await?;
        let sent = match (flow.purpose, flow.user) {
            (Purpose::SignUp, Some(user)) => self.client.resend_code(user, locale).await,
            (Purpose::Reset, _) => self.client.forgot_password(&flow.email, locale).await,
            _ => return Ok(()),
        };
        unless_refused(sent)
    }
}

/// What a refused code of a sign-up means.
fn not_confirmed(refusal: Refusal) -> Failure {
    match refusal.reason {
        Reason::NoSuchUser => refusal.told_as(ErrorCode::WrongCode),
        // "User cannot be confirmed. Current status is CONFIRMED"
        Reason::NotAuthorized | Reason::Taken | Reason::Unfit => refusal.told_as(ErrorCode::DeadCode),
        _ => refusal.into(),
    }
}

/// That no code was mailed is for the log alone, where it depends on the person: the answer must not tell
/// whether there is one.
pub(super) fn unless_refused(sent: Result<(), Refusal>) -> Result<(), Failure> {
    match sent {
        Err(refusal) if matches!(refusal.reason, Reason::Busy | Reason::Unavailable) => Err(refusal.into()),
        Err(refusal) => {
            tracing::warn!(%refusal, "no code was mailed");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}
