//! What the outbox holds: everything that can be due, how it is stored, and which lane it waits in.

use domain::{
    ErrorCode, Locale, Timestamp, UserId, account::ExportId, identity::FlowId, organisation::InviteId,
    token::TokenId,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    app::App,
    ports::identity::Requester,
    service::{self, Failure, delivery::Telling, notices::Notice},
    store::{
        self, Connection,
        outbox::{Lane, NewMessage},
    },
};

/// Something that is due. Stored as JSON; a variant that was ever written stays readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Message {
    /// Mail the code of a sign-up or a reset.
    Code {
        /// Which.
        flow: FlowId,
    },
    /// Tell the owner of an address, who has an account, that somebody wanted to sign up with it.
    AlreadyRegisteredMail {
        /// To whom.
        email: String,
    },
    /// A password was reset: end the sessions, tell the log, mail.
    PasswordReset {
        /// Whose.
        user: UserId,
        /// When.
        at: Timestamp,
        /// By whom. Messages of older versions don't say.
        #[serde(default)]
        by: Requester,
    },
    /// A password was changed by who knew it: end the other sessions, tell the log, mail.
    PasswordChanged {
        /// Whose.
        user: UserId,
        /// When.
        at: Timestamp,
        /// By whom.
        by: Requester,
    },
    /// End what an ended session holds at the identity provider.
    RevokeGrant {
        /// Which session's.
        session: Uuid,
        /// What it holds, sealed for the session.
        ciphertext: String,
        /// Under which key.
        key_id: String,
    },
    /// End every sign-in of a person at the identity provider.
    SignOutEverywhere {
        /// Whose.
        user: UserId,
    },
    /// Tell a person what happened to their account.
    Notice(Notice),
    /// Somebody tried a wrong password: tell the log of the account, if there is one.
    SignInFailed {
        /// The address that was typed.
        email: String,
        /// From where.
        address: String,
        /// With which program.
        user_agent: String,
        /// When.
        at: Timestamp,
    },
    /// Mail an invite to whom it invites.
    InviteMail {
        /// Which.
        invite: InviteId,
    },
    /// Tell a token's owner that somebody else ended it.
    TokenRevokedMail {
        /// Which.
        token: TokenId,
    },
    /// Delete an object that nothing names any more.
    DeleteObject {
        /// What it is.
        object: service::objects::Kind,
        /// Which.
        id: Uuid,
    },
    /// Write an export of somebody's data.
    BuildExport {
        /// Which.
        export: ExportId,
    },
    /// Remove what is left of a deleted account.
    DeleteAccount {
        /// Whose.
        user: UserId,
    },
    /// Tell who had an account that it is deleted: the last mail to this address.
    AccountDeletedMail {
        /// To whom.
        email: String,
        /// When it was deleted.
        at: Timestamp,
    },
    /// Tell people of an event, in the app and by mail as they want it.
    Tell(Telling),
    /// Mail a person what happened, if they still want to know.
    NotificationMail {
        /// Which event.
        event: Uuid,
        /// Whom.
        user: UserId,
    },
    /// Mail a person all that has waited until now.
    HeldMail {
        /// Whom.
        user: UserId,
        /// Until when it waited.
        due: Timestamp,
    },
    /// Mail a request to support.
    SupportRequestMail {
        /// Which.
        request: Uuid,
    },
    /// Mail the person who submitted a request a copy of it.
    SupportCopyMail {
        /// Of which.
        request: Uuid,
    },
    /// Mail the person support's answer.
    SupportReplyMail {
        /// Which.
        reply: Uuid,
    },
    /// Tell open windows how often something happened by now.
    Grown {
        /// What.
        event: Uuid,
        /// Whether it will not happen more often.
        #[serde(default)]
        over: bool,
    },
    /// Tell a person that their password was changed. Older versions wrote it; now it is a notice.
    PasswordChangedMail {
        /// To whom.
        email: String,
    },
}

impl Message {
    /// What it waits behind.
    pub(super) const fn lane(&self) -> Lane {
        match self {
            Self::PasswordReset { .. }
            | Self::PasswordChanged { .. }
            | Self::RevokeGrant { .. }
            | Self::SignOutEverywhere { .. }
            | Self::SignInFailed { .. }
            | Self::DeleteObject { .. }
            | Self::Tell(_)
            | Self::Grown { .. } => Lane::Prompt,
            Self::Code { .. }
            | Self::AlreadyRegisteredMail { .. }
            | Self::Notice(_)
            | Self::InviteMail { .. }
            | Self::TokenRevokedMail { .. }
            | Self::SupportRequestMail { .. }
            | Self::SupportCopyMail { .. }
            | Self::SupportReplyMail { .. }
            | Self::AccountDeletedMail { .. }
            | Self::PasswordChangedMail { .. } => Lane::Awaited,
            Self::NotificationMail { .. } | Self::HeldMail { .. } => Lane::Bulk,
            Self::BuildExport { .. } | Self::DeleteAccount { .. } => Lane::Long,
        }
    }

    /// The message as the outbox gets it: under this id, due then, with the language of whoever reads it.
    ///
    /// # Errors
    /// `internal`.
    pub(crate) fn to_store(&self, id: Uuid, due: Timestamp, locale: Locale) -> Result<NewMessage, Failure> {
        Ok(NewMessage { id, lane: self.lane(), payload: payload(self, locale)?, due })
    }
}

/// A message as it is stored.
#[derive(Serialize, Deserialize)]
pub(super) struct Stored<M> {
    #[serde(flatten)]
    pub(super) message: M,
    /// The language of the request that caused it. Messages of older versions don't say.
    #[serde(default)]
    pub(super) locale: Locale,
}

/// Adds a message to the transaction that makes it due.
///
/// # Errors
/// `unavailable`.
pub async fn enqueue(app: &App, db: &impl Connection, message: &Message) -> Result<(), Failure> {
    enqueue_in(app, db, message, Locale::default()).await
}

/// The same for a message that a person will read, in their language.
///
/// # Errors
/// `unavailable`.
pub async fn enqueue_in(
    app: &App,
    db: &impl Connection,
    message: &Message,
    locale: Locale,
) -> Result<(), Failure> {
    enqueue_as(app.entropy.uuid(), app.now(), db, message, locale).await
}

/// The same under an id that the caller wants to know.
///
/// # Errors
/// `unavailable`.
pub async fn enqueue_as(
    id: Uuid,
    now: Timestamp,
    db: &impl Connection,
    message: &Message,
    locale: Locale,
) -> Result<(), Failure> {
    Ok(store::outbox::insert(db, message.to_store(id, now, locale)?).await?)
}

/// A message as the outbox holds it.
///
/// # Errors
/// `internal`.
pub(crate) fn payload(message: &Message, locale: Locale) -> Result<String, Failure> {
    serde_json::to_string(&Stored { message, locale })
        .map_err(|error| Failure::caused(ErrorCode::Internal, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_older_versions_are_readable() {
        let old = r#"{"kind":"password_changed_mail","email":"ada@example.com"}"#;
        let read: Stored<Message> = serde_json::from_str(old).expect("a message");
        assert_eq!(read.message, Message::PasswordChangedMail { email: "ada@example.com".to_owned() });
        assert_eq!(read.locale, Locale::default());
    }
}
