//! Mail, out of the house.

use std::error::Error;

use async_trait::async_trait;

/// One mail, ready to go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mail {
    /// Becomes the Message-ID. The same on every retry, so that a receiver can drop a copy.
    pub id: String,
    /// The one receiver.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part, which says the same.
    pub html: String,
    /// Whom an answer goes to, if not the sender.
    pub reply_to: Option<String>,
    /// The address that ends mails of this kind when it is posted to, without signing in (RFC 8058).
    pub unsubscribe: Option<String>,
    /// A file that comes with it.
    pub attachment: Option<Attachment>,
}

/// A file in a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// What it is called.
    pub name: String,
    /// What it is, such as `image/png`.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Why a mail did not go.
#[derive(Debug)]
pub struct MailError {
    /// Whether this mail is refused for good: another try would end alike.
    pub permanent: bool,
    /// What went wrong. It may name the receiver.
    pub cause: Box<dyn Error + Send + Sync>,
}

impl MailError {
    /// Something that may be over by the next try.
    pub fn passing(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { permanent: false, cause: cause.into() }
    }

    /// Something that no other try changes.
    pub fn permanent(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { permanent: true, cause: cause.into() }
    }
}

/// Sends mail.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands `mail` over. Returning means that somebody else is now responsible for it.
    ///
    /// # Errors
    /// [`MailError`]; the outbox tries again later, unless it is permanent.
    async fn send(&self, mail: &Mail) -> Result<(), MailError>;
}
