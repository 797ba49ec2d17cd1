//! The forgotten and the changed password.
//!
//! That sessions end with the old password must hold even if we die right after Cognito has the new one, and
//! Cognito can't join a transaction of ours. So the message that ends them is written first, due in a while:
//! [`Cognito::prepare`]. If Cognito surely refused, it goes; if nobody knows, it stays, and sessions end for
//! nothing, which does no harm.

use std::time::Duration;

use domain::{
    ErrorCode, Locale, Timestamp, UserId,
    identity::{Code, Email, FlowId, Password},
};
use uuid::Uuid;

use super::{
    Cognito,
    client::{Answer, Tokens},
    errors::{Reason, Refusal},
    sign_up::unless_refused,
};
use crate::{
    jobs::{self, Message},
    ports::identity::{Identity, Requester},
    service::Failure,
    store::{self, flows::Purpose},
};

/// When the message is due whose outcome nobody waited for: later than any call takes.
const PREPARED_FOR: Duration = Duration::from_mins(2);

/// What ends sessions, once it is known when the password was new.
struct FollowUp<'a> {
    message: &'a (dyn Fn(Timestamp) -> Message + Sync),
    locale: Locale,
}

impl Cognito {
    pub(super) async fn begin_reset(&self, email: &Email, locale: Locale) -> Result<FlowId, Failure> {
        let may_mail = self.may_mail(email.as_str(), Purpose::Reset).await?;
        let flow = self.new_flow(Purpose::Reset, email, None, None, i32::from(may_mail));
        store::flows::insert(self.ours.database.connection(), &flow).await?;
        if may_mail {
            unless_refused(self.client.forgot_password(email.as_str(), locale).await)?;
        }
        Ok(flow.id)
    }

    pub(super) async fn end_reset(
        &self,
        id: FlowId,
        code: &Code,
        password: &Password,
        by: Requester,
    ) -> Result<Uuid, Failure> {
        let flow = self.flow(id, Purpose::Reset).await?;
        self.refuse_guessable(password, &flow.email)?;
        let Some(known) = self.client.find(&flow.email).await? else {
            // Nobody: what Cognito says to that is what it says to a wrong code.
            let refused = self.client.reset_password(&flow.email, code, password).await;
            return Err(refused.map_err(not_reset).err().unwrap_or_else(|| ErrorCode::DeadCode.into()));
        };
        let locale = by.locale;
        let message = |at| Message::PasswordReset { user: known.user, at, by: by.clone() };
        let follow_up = FollowUp { message: &message, locale };
        let prepared = self.prepare(&follow_up).await?;
        let outcome = self.client.reset_password(&flow.email, code, password).await;
        let id = self.settle(&follow_up, prepared, &outcome).await?;
        outcome.map_err(not_reset)?;
        store::flows::end_all(self.ours.database.connection(), &flow.email, Purpose::Reset).await?;
        Ok(id)
    }

    pub(super) async fn replace_password(
        &self,
        identity: &Identity,
        current: &Password,
        new: &Password,
        by: Requester,
    ) -> Result<Option<Uuid>, Failure> {
        self.refuse_guessable(new, &identity.email)?;
        let proved = match self.client.sign_in(&identity.user.to_string(), current).await {
            Ok(proved) => proved,
            Err(refusal) if is_wrong(&refusal) => return Ok(None),
            Err(refusal) => return Err(refusal.into()),
        };
        let locale = by.locale;
        let message = |at| Message::PasswordChanged { user: identity.user, at, by: by.clone() };
        let follow_up = FollowUp { message: &message, locale };
        let prepared = self.prepare(&follow_up).await?;
        let outcome = self.put_password(identity.user, &proved, current, new).await;
        let id = self.settle(&follow_up, prepared, &outcome).await?;
        if let Answer::Tokens(Tokens { refresh: Some(refresh), .. }) = &proved
            && let Err(failure) = self.end_tokens(refresh).await
        {
            // Nobody has it: it was only there to prove the password.
            tracing::warn!(%failure, "a token that was used once could not be revoked");
        }
        outcome?;
        store::flows::end_all(self.ours.database.connection(), &identity.email, Purpose::Reset).await?;
        Ok(Some(id))
    }

    /// As the person, where their password alone signs them in; else as an administrator: that Cognito asked
    /// for more is its word that the password was right.
    async fn put_password(
        &self,
        user: UserId,
        proved: &Answer,
        current: &Password,
        new: &Password,
    ) -> Result<(), Refusal> {
        match proved {
            Answer::Tokens(tokens) => self.client.change_password(&tokens.access, current, new).await,
            Answer::Challenge(_) => self.client.set_password(user, new).await,
        }
    }

    /// Writes the message before the call, with a time that is later than the call can end.
    async fn prepare(&self, follow_up: &FollowUp<'_>) -> Result<Uuid, Failure> {
        let due = self.ours.clock.now() + PREPARED_FOR;
        let id = self.ours.entropy.uuid();
        let db = self.ours.database.connection();
        jobs::enqueue_as(id, due, db, &(follow_up.message)(due), follow_up.locale).await?;
        Ok(id)
    }

    /// Puts the message in the place of the prepared one that is due now; or removes that, if the call surely
    /// did nothing. Answers the id of the one that stands.
    async fn settle(
        &self,
        follow_up: &FollowUp<'_>,
        prepared: Uuid,
        outcome: &Result<(), Refusal>,
    ) -> Result<Uuid, Failure> {
        if outcome.as_ref().is_err_and(|refusal| !refusal.certain) {
            return Ok(prepared);
        }
        let (now, id) = (self.ours.clock.now(), self.ours.entropy.uuid());
        let transaction = self.ours.database.begin().await?;
        let db = transaction.connection();
        store::outbox::done(db, prepared).await?;
        if outcome.is_ok() {
            jobs::enqueue_as(id, now, db, &(follow_up.message)(now), follow_up.locale).await?;
        }
        transaction.commit().await?;
        Ok(id)
    }
}

/// What a refused code of a reset means.
fn not_reset(refusal: Refusal) -> Failure {
    match refusal.reason {
        Reason::NoSuchUser | Reason::Unfit => refusal.told_as(ErrorCode::WrongCode),
        Reason::NotAuthorized | Reason::Unconfirmed => refusal.told_as(ErrorCode::DeadCode),
        _ => refusal.into(),
    }
}

fn is_wrong(refusal: &Refusal) -> bool {
    use Reason::{NoSuchUser, NotAuthorized, ResetRequired, Unconfirmed};
    matches!(refusal.reason, NotAuthorized | NoSuchUser | ResetRequired | Unconfirmed)
}
