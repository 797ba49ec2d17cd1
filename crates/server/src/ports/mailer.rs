//! Mail, out of the house.

use async_trait::async_trait;

/// One mail, ready to go.
#[derive(Clone, Debug, PartialEq, Eq)]
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
}

/// Why a mail did not go.
#[derive(Debug)]
pub struct MailError(pub Box<dyn std::error::Error + Send + Sync>);

/// Sends mail.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands `mail` over. Returning means that somebody else is now responsible for it.
    ///
    /// # Errors
    /// [`MailError`]; the outbox tries again later.
    async fn send(&self, mail: &Mail) -> Result<(), MailError>;
}
