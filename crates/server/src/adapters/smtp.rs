//! Mail through an SMTP server.

use std::time::Duration;

use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, MultiPart},
};

use crate::ports::mailer::{Mail, MailError, Mailer};

/// Sends mails to an SMTP server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: String,
}

impl Smtp {
    /// A sender through `smtp://…` or `smtps://…`, as lettre reads it (`?tls=required` for STARTTLS).
    ///
    /// # Errors
    /// A text when the address can't be read.
    pub fn new(url: &str, from: &str) -> Result<Self, String> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| format!("mail.smtp_url: {error}"))?
            .timeout(Some(Duration::from_secs(20)))
            .build();
        Ok(Self { transport, from: from.to_owned() })
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let message = message(&self.from, mail)?;
        self.transport.send(message).await.map(|_| ()).map_err(|error| MailError(error.into()))
    }
}

/// The mail as it travels: text and HTML, with a Message-ID that stays the same on every retry.
pub(super) fn message(from: &str, mail: &Mail) -> Result<Message, MailError> {
    let from: Mailbox = from.parse().map_err(|error| MailError(Box::new(error)))?;
    let to: Mailbox = mail.to.parse().map_err(|error| MailError(Box::new(error)))?;
    let id = format!("<{}@{}>", mail.id, from.email.domain());
    Message::builder()
        .message_id(Some(id))
        .from(from)
        .to(to)
        .subject(mail.subject.clone())
        .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
        .map_err(|error| MailError(error.into()))
}
