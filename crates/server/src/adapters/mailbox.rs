//! The local mailbox: each mail a `.eml` file as it would have travelled, with a `.json` beside it that needs no
//! decoding. For development, and for a look at what people get.

use std::{
    cmp::Reverse,
    path::{Path, PathBuf},
    time::SystemTime,
};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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

/// What there is to read of a mail in the mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptMail {
    /// The one receiver.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// The text part.
    pub text: String,
}

#[async_trait]
impl Mailer for Mailbox {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let message = message(&self.from, mail)?.formatted();
        let (to, subject, text) = (mail.to.clone(), mail.subject.clone(), mail.text.clone());
        let kept = serde_json::to_vec(&KeptMail { to, subject, text }).map_err(MailError::passing)?;
        let failed = |error: std::io::Error| MailError::passing(error);
        tokio::fs::create_dir_all(&self.folder).await.map_err(failed)?;
        self.write(&mail.id, "json", &kept).await.map_err(failed)?;
        self.write(&mail.id, "eml", &message).await.map_err(failed)
    }
}

impl Mailbox {
    /// Complete or not there at all, and the same file on a retry.
    async fn write(&self, id: &str, kind: &str, bytes: &[u8]) -> std::io::Result<()> {
        let draft = self.folder.join(format!(".{id}.{kind}.tmp"));
        tokio::fs::write(&draft, bytes).await?;
        tokio::fs::rename(&draft, self.folder.join(format!("{id}.{kind}"))).await
    }
}

/// The mails in a folder, the newest first. What can't be read is left out.
pub async fn kept_in(folder: &Path) -> Vec<(Uuid, KeptMail)> {
    let mut mails: Vec<(SystemTime, Uuid, KeptMail)> = Vec::new();
    let Ok(mut entries) = tokio::fs::read_dir(folder).await else { return Vec::new() };
    while let Ok(Some(entry)) = entries.next_entry().await {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(id) = name.strip_suffix(".json").and_then(|id| id.parse().ok()) else { continue };
        let at = entry.metadata().await.and_then(|metadata| metadata.modified());
        if let (Ok(at), Some(mail)) = (at, kept(folder, id).await) {
            mails.push((at, id, mail));
        }
    }
    mails.sort_by_key(|(at, id, _)| Reverse((*at, *id)));
    mails.into_iter().map(|(_, id, mail)| (id, mail)).collect()
}

/// One of them.
pub async fn kept(folder: &Path, id: Uuid) -> Option<KeptMail> {
    let bytes = tokio::fs::read(folder.join(format!("{id}.json"))).await.ok()?;
    serde_json::from_slice(&bytes).ok()
}
