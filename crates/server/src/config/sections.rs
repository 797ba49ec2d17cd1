//! The sections of the configuration, each with its defaults and its checks.

use std::{
    collections::HashSet,
    fmt,
    fs::{self, OpenOptions},
    io::Write as _,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    num::NonZeroU32,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::{
    identity::PasswordPolicy,
    support::{CATEGORY_MAX, DEFAULT_CATEGORIES},
};
use ipnet::IpNet;
use secrecy::{ExposeSecret as _, SecretBox, SecretString};
use serde::{Deserialize, Deserializer, de::Error as _};

use super::CognitoSection;
use crate::{adapters::system::SystemEntropy, passwords::HashSettings, ports::entropy::Entropy as _};

/// `[server]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerSection {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address that people type, without a slash at its end. By default `http://LISTEN`.
    pub public_url: String,
    /// The networks of proxies whose `X-Forwarded-For` is believed, separated by commas.
    #[serde(deserialize_with = "networks")]
    pub trusted_proxies: Vec<IpNet>,
    /// Lets `/metrics` be read from elsewhere than this machine, as `Authorization: Bearer …`.
    pub metrics_token: Option<SecretString>,
    /// The file that holds it.
    pub metrics_token_file: Option<PathBuf>,
}

impl Default for ServerSection {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: String::new(),
            trusted_proxies: Vec::new(),
            metrics_token: None,
            metrics_token_file: None,
        }
    }
}

impl ServerSection {
    pub(super) fn complete(&mut self) -> Result<(), String> {
        value_or_file("server.metrics_token", &mut self.metrics_token, self.metrics_token_file.as_deref())?;
        if self.public_url.is_empty() {
            self.public_url = format!("http://{}", self.listen);
        }
        self.public_url = self.public_url.trim_end_matches('/').to_owned();
        let uri: axum::http::Uri =
            self.public_url.parse().map_err(|error| format!("server.public_url: {error}"))?;
        let loopback = uri.host().is_some_and(is_loopback);
        match uri.scheme_str() {
            _ if uri.path() != "/" || uri.query().is_some() => {
                Err("server.public_url: give scheme, host and port only".into())
            }
            Some("https") => Ok(()),
            Some("http") if loopback => Ok(()),
            Some("http") => Err("server.public_url: plain http is for this machine only; use https".into()),
            _ => Err("server.public_url: must begin with https://".into()),
        }
    }

    /// Whether people reach us through TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Whether an address is that of a trusted proxy.
    #[must_use]
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|network| network.contains(&address))
    }
}

/// Whether a host's name or address can only be this machine.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn networks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<IpNet>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let address = part.parse::<IpAddr>().map(IpNet::from);
            address.or_else(|_| part.parse()).map_err(|_| D::Error::custom(format!("{part} is no network")))
        })
        .collect()
}

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

/// `[secrets]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SecretsSection {
    /// 32 random bytes in Base64: what codes and counters are derived from.
    key: Option<SecretString>,
    /// The file that holds it. By default made on the first run, in the data folder.
    key_file: Option<PathBuf>,
    /// The key before this one, while tokens are still sealed under it.
    previous_key: Option<SecretString>,
    /// The file that holds it.
    previous_key_file: Option<PathBuf>,
}

impl SecretsSection {
    pub(super) fn complete(&mut self, data_dir: &Path) -> Result<(), String> {
        if self.key.is_none() && self.key_file.is_none() {
            create_folder(data_dir)?;
            let file = data_dir.join("secrets.key");
            make_key(&file)?;
            self.key_file = Some(file);
        }
        value_or_file("secrets.key", &mut self.key, self.key_file.as_deref())?;
        let previous = self.previous_key_file.as_deref();
        value_or_file("secrets.previous_key", &mut self.previous_key, previous)?;
        check_key("secrets.key", &self.key.clone().unwrap_or_default())?;
        self.previous_key.as_ref().map_or(Ok(()), |key| check_key("secrets.previous_key", key))
    }

    /// The key itself.
    #[must_use]
    pub fn bytes(&self) -> SecretBox<Vec<u8>> {
        key_bytes(&self.key.clone().unwrap_or_default())
    }

    /// The key before it, if there is one.
    #[must_use]
    pub fn previous_bytes(&self) -> Option<SecretBox<Vec<u8>>> {
        self.previous_key.as_ref().map(key_bytes)
    }
}

fn check_key(name: &str, key: &SecretString) -> Result<(), String> {
    match BASE64_STANDARD.decode(key.expose_secret()).map(|bytes| bytes.len()) {
        Ok(32..) => Ok(()),
        _ => Err(format!("{name}: give at least 32 random bytes in Base64 (openssl rand -base64 32)")),
    }
}

fn key_bytes(key: &SecretString) -> SecretBox<Vec<u8>> {
    SecretBox::new(Box::new(BASE64_STANDARD.decode(key.expose_secret()).unwrap_or_default()))
}

/// Makes a key file, readable by its owner only, unless there is one.
fn make_key(file: &Path) -> Result<(), String> {
    let failed = |error: &dyn fmt::Display| format!("{}: {error}", file.display());
    let mut bytes = [0_u8; 32];
    SystemEntropy.fill(&mut bytes);
    // Of two that start at once one makes it: the other finds it there.
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Ok(mut handle) => {
            let line = format!("{}\n", BASE64_STANDARD.encode(bytes));
            handle.write_all(line.as_bytes()).map_err(|error| failed(&error))?;
            handle.sync_all().map_err(|error| failed(&error))
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(failed(&error)),
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

/// `[support]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SupportSection {
    /// Where people who are stuck can write to, and where what they ask arrives.
    pub email: Option<String>,
    /// What a request can be about, in the order of the list. In the environment separated by commas.
    #[serde(deserialize_with = "list")]
    pub categories: Vec<String>,
}

impl Default for SupportSection {
    fn default() -> Self {
        Self { email: None, categories: DEFAULT_CATEGORIES.map(str::to_owned).into() }
    }
}

impl SupportSection {
    pub(super) fn complete(&mut self) -> Result<(), String> {
        if let Some(email) = &mut self.email {
            *email = email.trim().to_owned();
            let address: Result<lettre::Address, _> = email.parse();
            address.map_err(|error| format!("support.email: {error}; give an address alone"))?;
        }
        check_categories(&self.categories).map_err(|wrong| format!("support.categories: {wrong}"))
    }
}

fn check_categories(categories: &[String]) -> Result<(), String> {
    if categories.is_empty() {
        return Err("name at least one".into());
    }
    let mut known = HashSet::new();
    for category in categories {
        let length = category.chars().count();
        if length == 0 || length > CATEGORY_MAX || category.chars().any(char::is_control) {
            let rule = format!("must have 1 to {CATEGORY_MAX} characters, none of them a control character");
            return Err(format!("{category:?} {rule}"));
        }
        // Two that differ in nothing but case can't be told apart by ear.
        if !known.insert(category.to_lowercase()) {
            return Err(format!("{category:?} stands there twice"));
        }
    }
    Ok(())
}

/// An array, or one text with commas between its items.
fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum List {
        Text(String),
        Items(Vec<String>),
    }
    let items = match List::deserialize(deserializer)? {
        List::Text(text) => text.split(',').map(str::to_owned).collect(),
        List::Items(items) => items,
    };
    Ok(items.iter().map(|item| item.trim().to_owned()).collect())
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

fn create_folder(folder: &Path) -> Result<(), String> {
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
