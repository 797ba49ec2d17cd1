//! Mail through an SMTP server.

use std::{error::Error, time::Duration};

use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        self, Mailbox, MultiPart,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
};

use crate::ports::mailer::{Attachment, Mail, MailError, Mailer};

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
    let from = mailbox(from)?;
    let id = format!("<{}@{}>", mail.id, from.email.domain());
    let mut builder = Message::builder()
        .message_id(Some(id))
        .from(from)
        .to(mailbox(&mail.to)?)
        .subject(mail.subject.clone());
    if let Some(reply_to) = &mail.reply_to {
        builder = builder.reply_to(mailbox(reply_to)?);
    }
    if let Some(url) = &mail.unsubscribe {
        builder = builder.header(ListUnsubscribe(format!("<{url}>"))).header(OneClick);
    }
    let words = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
    let body = match &mail.attachment {
        Some(attachment) => MultiPart::mixed().multipart(words).singlepart(part(attachment)?),
        None => words,
    };
    builder.multipart(body).map_err(|error| MailError(error.into()))
}

fn mailbox(address: &str) -> Result<Mailbox, MailError> {
    address.parse().map_err(|error| MailError(Box::new(error)))
}

fn part(attachment: &Attachment) -> Result<message::SinglePart, MailError> {
    let media_type =
        ContentType::parse(&attachment.media_type).map_err(|error| MailError(Box::new(error)))?;
    Ok(message::Attachment::new(attachment.name.clone()).body(attachment.bytes.clone(), media_type))
}

/// Where mails of this kind are ended (RFC 2369).
#[derive(Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

/// That a single POST there does it (RFC 8058).
#[derive(Clone)]
struct OneClick;

impl Header for OneClick {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), ONE_CLICK.to_owned())
    }
}

/// What a mail program posts.
const ONE_CLICK: &str = "List-Unsubscribe=One-Click";

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Mail {
        Mail { to: "ada@example.com".into(), subject: "Hello".into(), ..Mail::default() }
    }

    fn sent(mail: &Mail) -> String {
        let message = message("Settings <no-reply@example.com>", mail).expect("a mail");
        String::from_utf8(message.formatted()).expect("a text")
    }

    #[test]
    fn a_mail_that_can_be_ended_says_where_in_one_piece() {
        let url = format!("https://settings.example.com/unsubscribe?link={}", "aZ_-9".repeat(20));
        let text = sent(&Mail { unsubscribe: Some(url.clone()), ..mail() });
        let unfolded = text.replace("\r\n ", " ");
        assert!(unfolded.contains(&format!("List-Unsubscribe: <{url}>\r\n")), "{text}");
        assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{text}");
        assert!(!sent(&mail()).contains("List-Unsubscribe"), "one that can't has no such header");
    }

    #[test]
    fn an_answer_goes_where_it_shall_and_a_file_comes_along() {
        let file = Attachment {
            name: "screenshot.png".into(),
            media_type: "image/png".into(),
            bytes: vec![0x89, b'P', b'N', b'G'],
        };
        let reply_to = Some("ada@example.org".into());
        let text = sent(&Mail { reply_to, attachment: Some(file), ..mail() });
        for part in
            ["Reply-To: ada@example.org", "image/png", "filename=\"screenshot.png\"", "iVBORw==", "text/html"]
        {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn nobody_writes_headers_through_an_address() {
        let reply_to = Some("ada@example.org\r\nBcc: eve@example.com".to_owned());
        assert!(message("no-reply@example.com", &Mail { reply_to, ..mail() }).is_err());
    }
}
