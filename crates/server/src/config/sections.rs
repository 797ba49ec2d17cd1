//! The small sections of the configuration, each with its defaults and its checks.

use std::{
    fs,
    net::IpAddr,
    num::NonZeroU32,
    path::{Path, PathBuf},
    time::Duration,
};

use domain::identity::PasswordPolicy;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use super::{CognitoSection, ServerSection};
use crate::passwords::HashSettings;

/// How the log looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Pretty,
    /// For machines.
    Json,
}

/// `[log]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogSection {
    /// How it looks.
    pub format: LogFormat,
    /// What gets in, in `tracing-subscriber`'s filter language.
    pub filter: String,
}

impl Default for LogSection {
    fn default() -> Self {
        Self {
            format: LogFormat::default(),
            filter: "info,dioxus_server=warn,sea_orm_migration=warn,sqlx=warn".into(),
        }
    }
}

/// `[database]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DatabaseSection {
    /// `sqlite://FILE` or `postgres://…`. By default a file in the data folder.
    url: Option<SecretString>,
    /// The file that holds it.
    url_file: Option<PathBuf>,
    /// Connections at most.
    pub connections: u32,
}

impl Default for DatabaseSection {
    fn default() -> Self {
        Self { url: None, url_file: None, connections: 16 }
    }
}

impl DatabaseSection {
    pub(super) fn complete(&mut self, data_dir: &Path) -> Result<(), String> {
        value_or_file("database.url", &mut self.url, self.url_file.as_deref())?;
        if self.url.is_none() {
            create_folder(data_dir)?;
            let file = data_dir.join("settings.db");
            self.url = Some(format!("sqlite://{}?mode=rwc", file.display()).into());
        }
        if self.connections == 0 {
            return Err("database.connections: at least 1".into());
        }
        let url = self.url();
        if ["sqlite:", "postgres:", "postgresql:"].iter().any(|kind| url.expose_secret().starts_with(kind)) {
            Ok(())
        } else {
            Err("database.url: must begin with sqlite:// or postgres://".into())
        }
    }

    /// The address, which may hold a password.
    #[must_use]
    pub fn url(&self) -> SecretString {
        self.url.clone().unwrap_or_default()
    }
}

/// Who proves who people are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// We do.
    #[default]
    Embedded,
    /// Amazon Cognito does.
    Cognito,
}

/// `[identity]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IdentitySection {
    /// Who proves who people are.
    pub provider: Provider,
    /// The rules for new passwords: `guide` or `modern`.
    pub password_policy: PasswordPolicy,
    /// What a password hash costs.
    pub hash: HashSettings,
    /// `[identity.cognito]`
    pub cognito: CognitoSection,
}

impl IdentitySection {
    pub(super) fn complete(&mut self) -> Result<(), String> {
        match self.provider {
            Provider::Embedded => Ok(()),
            Provider::Cognito => self.cognito.complete(),
        }
    }
}

/// `[session]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionSection {
    /// A session that wasn't used for so many days ends.
    pub idle_days: u32,
    /// A session ends after so many days, used or not.
    pub absolute_days: u32,
}

impl Default for SessionSection {
    fn default() -> Self {
        Self { idle_days: 7, absolute_days: 30 }
    }
}

impl SessionSection {
    pub(super) fn validate(&self) -> Result<(), String> {
        if self.idle_days == 0 || self.absolute_days < self.idle_days {
            return Err("session: idle_days must be at least 1 and at most absolute_days".into());
        }
        Ok(())
    }

    /// How long a session may be idle.
    #[must_use]
    pub fn idle_limit(&self) -> Duration {
        Duration::from_secs(u64::from(self.idle_days) * 24 * 3600)
    }

    /// How long a session may last.
    #[must_use]
    pub fn absolute_limit(&self) -> Duration {
        Duration::from_secs(u64::from(self.absolute_days) * 24 * 3600)
    }
}

/// `[activity]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ActivitySection {
    /// For how many days the activity log keeps an entry.
    pub keep_days: NonZeroU32,
}

impl Default for ActivitySection {
    fn default() -> Self {
        Self { keep_days: NonZeroU32::MIN.saturating_add(399) }
    }
}

impl ActivitySection {
    /// For how long the activity log keeps an entry.
    #[must_use]
    pub fn kept_for(&self) -> Duration {
        Duration::from_hours(24 * u64::from(self.keep_days.get()))
    }
}

/// `[api]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ApiSection {
    /// How many requests a minute each token may make, at least 1. Each instance counts for itself.
    pub requests_per_minute: NonZeroU32,
}

impl Default for ApiSection {
    fn default() -> Self {
        Self { requests_per_minute: NonZeroU32::MIN.saturating_add(599) }
    }
}

/// `[mail]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailSection {
    /// `smtps://USER:PASSWORD@HOST` or `smtp://…?tls=required`. Without it mails stay in the data folder.
    pub smtp_url: Option<SecretString>,
    /// The file that holds it.
    pub smtp_url_file: Option<PathBuf>,
    /// The sender, as `Name <address>`.
    pub from: String,
}

impl MailSection {
    pub(super) fn complete(&mut self, server: &ServerSection) -> Result<(), String> {
        value_or_file("mail.smtp_url", &mut self.smtp_url, self.smtp_url_file.as_deref())?;
        if self.from.is_empty() {
            let host = server.public_url.rsplit("//").next().unwrap_or_default();
            let host = host.split(':').next().unwrap_or_default();
            let named = host.parse::<IpAddr>().is_err() && host.contains('.');
            self.from = format!("no-reply@{}", if named { host } else { "personal-settings.example" });
        }
        let sender: Result<lettre::message::Mailbox, _> = self.from.parse();
        sender.map(|_| ()).map_err(|error| format!("mail.from: {error}"))
    }
}

/// `[redis]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RedisSection {
    /// `redis://…` or `rediss://…` (TLS), which may hold a password. What several instances tell their windows
    /// through; one alone needs none.
    pub url: Option<SecretString>,
    /// The file that holds it.
    pub url_file: Option<PathBuf>,
}

impl RedisSection {
    pub(super) fn complete(&mut self) -> Result<(), String> {
        value_or_file("redis.url", &mut self.url, self.url_file.as_deref())?;
        let kinds = ["redis://", "rediss://"];
        match &self.url {
            Some(url) if !kinds.iter().any(|kind| url.expose_secret().starts_with(kind)) => {
                Err("redis.url: must begin with redis:// or rediss://".into())
            }
            _ => Ok(()),
        }
    }
}

/// `[brand]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BrandSection {
    /// The name in the top bar, the titles and the mails.
    pub name: String,
}

impl Default for BrandSection {
    fn default() -> Self {
        Self { name: "RequestRocket".into() }
    }
}

impl BrandSection {
    pub(super) fn validate(&self) -> Result<(), String> {
        if self.name.trim().is_empty() || self.name.chars().any(char::is_control) {
            return Err("brand.name: give a name without control characters".into());
        }
        Ok(())
    }
}

pub(super) fn create_folder(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("data_dir: {}: {error}", folder.display()))
}

/// Reads a secret from its file, if it is to come from there.
pub(super) fn value_or_file(
    name: &str,
    value: &mut Option<SecretString>,
    file: Option<&Path>,
) -> Result<(), String> {
    let Some(file) = file else { return Ok(()) };
    if value.is_some() {
        return Err(format!("{name}: give the value or the file, not both"));
    }
    let text =
        fs::read_to_string(file).map_err(|error| format!("{name}_file: {}: {error}", file.display()))?;
    *value = Some(text.trim().into());
    Ok(())
}
