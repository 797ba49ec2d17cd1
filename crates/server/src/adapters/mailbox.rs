//! The local mailbox: each mail a `.eml` file. For development, and for a look at what people get.

use std::path::PathBuf;

use async_trait::async_trait;

use super::smtp::message;
use crate::ports::mailer::{Mail, MailError, Mailer};

/// Writes mails into a folder.
#[derive(Clone, Debug)]
pub struct Mailbox {
    /// The folder.
    pub folder: PathBuf,
    /// The sender's address.
    pub from: String,
}

#[async_trait]
impl Mailer for Mailbox {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let text = message(&self.from, mail)?.formatted();
        let failed = |error: std::io::Error| MailError::passing(error);
        tokio::fs::create_dir_all(&self.folder).await.map_err(failed)?;
        // Complete or not there at all, and the same file on a retry.
        let draft = self.folder.join(format!(".{}.tmp", mail.id));
        tokio::fs::write(&draft, text).await.map_err(failed)?;
        tokio::fs::rename(&draft, self.folder.join(format!("{}.eml", mail.id))).await.map_err(failed)
    }
}
