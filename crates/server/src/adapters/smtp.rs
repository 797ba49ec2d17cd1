//! Mail through an SMTP server.

use std::{error::Error, time::Duration};

use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        self, Mailbox, MultiPart,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
    transport::smtp::{
        self,
        response::{Category, Code},
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
        self.transport.send(message).await.map(|_| ()).map_err(refusal)
    }
}

/// Whether the server refuses the mail for good, or us: a password of ours that it doesn't know, or that it takes no
/// mail at all, is for the operator to mend, and the mail waits for that.
fn refusal(error: smtp::Error) -> MailError {
    let ours = |code: Code| matches!(code.category, Category::Connections | Category::Unspecified3);
    let permanent = error.is_permanent() && !error.status().is_some_and(ours);
    MailError { permanent, cause: error.into() }
}

/// The mail as it travels: text and HTML, with a Message-ID that stays the same on every retry.
pub(super) fn message(from: &str, mail: &Mail) -> Result<Message, MailError> {
    let from = mailbox(from)?;
    let id = format!("<{}@{}>", mail.id, from.email.domain());
    let mut builder = Message::builder()
        .message_id(Some(id))
        .from(from)
        // Where this can't be read, it never can.
        .to(mailbox(&mail.to).map_err(|error| MailError { permanent: true, ..error })?)
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
    builder.multipart(body).map_err(MailError::passing)
}

fn mailbox(address: &str) -> Result<Mailbox, MailError> {
    address.parse::<Mailbox>().map_err(MailError::passing)
}

fn part(attachment: &Attachment) -> Result<message::SinglePart, MailError> {
    let media_type = ContentType::parse(&attachment.media_type).map_err(MailError::passing)?;
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
    use tokio::{
        io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
        net::TcpListener,
    };

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

    /// Speaks SMTP with one client up to a command, and answers that one with this line.
    async fn refused(command: &'static str, answer: &'static str) -> MailError {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let server = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.expect("a client");
            let (read, mut write) = stream.into_split();
            let mut lines = BufReader::new(read).lines();
            write.write_all(b"220 here\r\n").await.expect("written");
            while let Ok(Some(line)) = lines.next_line().await {
                let reply = if line.starts_with(command) {
                    answer
                } else if line.starts_with("EHLO") {
                    "250 AUTH PLAIN"
                } else if line.starts_with("AUTH") {
                    "235 known"
                } else {
                    "250 yes"
                };
                // The client may be gone.
                let _ = write.write_all(format!("{reply}\r\n").as_bytes()).await;
            }
        });
        let smtp = Smtp::new(&format!("smtp://us:secret@{address}"), "no-reply@example.com");
        let sent = smtp.expect("a sender").send(&mail()).await;
        server.abort();
        sent.expect_err("refused")
    }

    #[tokio::test]
    async fn only_what_is_refused_for_good_is_not_worth_another_try() {
        for (command, answer, permanent) in [
            ("RCPT", "550 5.1.1 <ada@example.com>: no such user", true),
            ("RCPT", "452 4.2.2 mailbox full", false),
            ("AUTH", "535 5.7.8 bad credentials", false),
            ("MAIL", "521 this server takes no mail", false),
            ("MAIL", "421 too busy", false),
        ] {
            let error = refused(command, answer).await;
            assert_eq!(error.permanent, permanent, "{answer}: {}", error.cause);
        }
        let nobody = message("no-reply@example.com", &Mail { to: "nobody".into(), ..mail() });
        assert!(nobody.expect_err("no address").permanent);
        let from = message("nobody", &mail());
        assert!(!from.expect_err("no address").permanent, "ours can be mended");
    }

    #[test]
    fn nobody_writes_headers_through_an_address() {
        let reply_to = Some("ada@example.org\r\nBcc: eve@example.com".to_owned());
        assert!(message("no-reply@example.com", &Mail { reply_to, ..mail() }).is_err());
    }
}
