//! Mailers that keep what they get, or fail on purpose, and what there is to read.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use server::ports::mailer::{Mail, MailError, Mailer};

use crate::TestApp;

/// Keeps mails in memory.
#[derive(Debug, Default)]
pub struct MemoryMailer(Mutex<Vec<Mail>>);

impl MemoryMailer {
    /// All mails to an address, the oldest first.
    #[must_use]
    pub fn to(&self, email: &str) -> Vec<Mail> {
        let mails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mails.iter().filter(|mail| mail.to == email).cloned().collect()
    }

    /// Forgets all mails.
    pub fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[async_trait]
impl Mailer for MemoryMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(mail.clone());
        Ok(())
    }
}

/// A mail server that is down until [`BrokenMailer::repair`].
#[derive(Debug, Default)]
pub struct BrokenMailer {
    repaired: AtomicBool,
    /// What arrived since.
    pub inbox: MemoryMailer,
}

impl BrokenMailer {
    /// From now on mails arrive.
    pub fn repair(&self) {
        self.repaired.store(true, Ordering::SeqCst);
    }
}

#[async_trait]
impl Mailer for BrokenMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        if self.repaired.load(Ordering::SeqCst) {
            return self.inbox.send(mail).await;
        }
        Err(MailError::passing("connection refused"))
    }
}

impl TestApp {
    /// The code in the newest mail to an address that has one: of mails that are due at once, any comes last.
    pub async fn code(&self, email: &str) -> String {
        self.work().await;
        let mails = self.mails.to(email);
        let first = mails.iter().rev().filter_map(|mail| mail.subject.split(' ').next());
        let mut codes =
            first.filter(|word| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit()));
        codes.next().expect("a mail with a code").to_owned()
    }

    /// The link to a page such as `undo-email` in the newest mail to an address that has one.
    pub async fn link(&self, email: &str, page: &str) -> String {
        self.work().await;
        let mails = self.mails.to(email);
        let start = format!("/{page}?link=");
        let found = mails.iter().rev().find_map(|mail| mail.text.split_once(&start));
        let (_, rest) = found.expect("a mail with the link");
        rest.split_whitespace().next().expect("a link").to_owned()
    }
}
