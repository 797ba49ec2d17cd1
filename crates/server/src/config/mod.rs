//! Configuration: `settings.toml`, overridden by `SETTINGS_SECTION__KEY`; an unknown key is refused.
//!
//! One struct a section. Every secret can also come from a file (`…_FILE`).

mod cognito;
mod objects;
mod secrets;
mod sections;
mod server;
mod support;

use std::path::{Path, PathBuf};

use config::{Config as Source, Environment, File, FileFormat};
use serde::Deserialize;

pub use cognito::CognitoSection;
pub use objects::ObjectsSection;
pub use secrets::SecretsSection;
pub use sections::{
    ActivitySection, ApiSection, BrandSection, DatabaseSection, IdentitySection, LogFormat, LogSection,
    MailSection, Provider, RedisSection, SessionSection,
};
pub use server::{ServerSection, is_loopback};
pub use support::SupportSection;

/// The whole configuration.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where everything is kept that isn't in a database elsewhere.
    pub data_dir: PathBuf,
    /// `[activity]`
    pub activity: ActivitySection,
    /// `[api]`
    pub api: ApiSection,
    /// `[server]`
    pub server: ServerSection,
    /// `[log]`
    pub log: LogSection,
    /// `[database]`
    pub database: DatabaseSection,
    /// `[identity]`
    pub identity: IdentitySection,
    /// `[session]`
    pub session: SessionSection,
    /// `[mail]`
    pub mail: MailSection,
    /// `[redis]`
    pub redis: RedisSection,
    /// `[objects]`
    pub objects: ObjectsSection,
    /// `[secrets]`
    pub secrets: SecretsSection,
    /// `[support]`
    pub support: SupportSection,
    /// `[brand]`
    pub brand: BrandSection,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: PathBuf::from("data"),
            activity: ActivitySection::default(),
            api: ApiSection::default(),
            server: ServerSection::default(),
            log: LogSection::default(),
            database: DatabaseSection::default(),
            identity: IdentitySection::default(),
            session: SessionSection::default(),
            mail: MailSection::default(),
            redis: RedisSection::default(),
            objects: ObjectsSection::default(),
            secrets: SecretsSection::default(),
            support: SupportSection::default(),
            brand: BrandSection::default(),
        }
    }
}

impl Config {
    /// Reads `file` (or `settings.toml`, if there is one), then the environment, then the files that
    /// hold secrets.
    ///
    /// # Errors
    /// A text that names the key, the file and what is wrong.
    pub fn load(file: Option<&Path>) -> Result<Self, String> {
        Self::load_with(file, std::env::vars().collect())
    }

    fn load_with(
        file: Option<&Path>,
        environment: std::collections::HashMap<String, String>,
    ) -> Result<Self, String> {
        let path = file.unwrap_or(Path::new("settings.toml"));
        let file = File::from(path).format(FileFormat::Toml).required(file.is_some());
        let environment = Environment::with_prefix("SETTINGS")
            .prefix_separator("_")
            .separator("__")
            .source(Some(environment));
        let mut config: Self = Source::builder()
            .add_source(file)
            .add_source(environment)
            .build()
            .and_then(Source::try_deserialize)
            .map_err(|error| format!("configuration: {error}"))?;
        config.complete()?;
        Ok(config)
    }

    /// The defaults, on a given database and folder, whatever the machine's environment says.
    ///
    /// # Errors
    /// A text that says what is wrong.
    pub fn for_tests(database_url: &str, data_dir: &Path) -> Result<Self, String> {
        let variables = [
            ("SETTINGS_DATABASE__URL".to_owned(), database_url.to_owned()),
            ("SETTINGS_DATA_DIR".to_owned(), data_dir.display().to_string()),
            ("SETTINGS_DATABASE__CONNECTIONS".to_owned(), "4".to_owned()),
        ];
        Self::load_with(None, variables.into())
    }

    /// Reads the files, fills what depends on something else, and checks each section.
    fn complete(&mut self) -> Result<(), String> {
        self.server.complete()?;
        self.database.complete(&self.data_dir)?;
        self.identity.complete()?;
        self.mail.complete(&self.server)?;
        self.redis.complete()?;
        self.objects.complete()?;
        self.secrets.complete(&self.data_dir)?;
        self.session.validate()?;
        self.support.complete()?;
        self.brand.validate()
    }

    /// Whether mails stay in the local mailbox, and anybody on this machine may look at them there. Not
    /// where people come through TLS: a proxy in front would show everybody's codes to everybody.
    #[must_use]
    pub fn shows_mailbox(&self) -> bool {
        self.mail.smtp_url.is_none() && self.server.listen.ip().is_loopback() && !self.server.is_secure()
    }

    /// The folder of pictures and screenshots, where they are in no bucket.
    #[must_use]
    pub fn objects_folder(&self) -> PathBuf {
        self.data_dir.join("objects")
    }

    /// The folder of the local mailbox.
    #[must_use]
    pub fn mailbox(&self) -> PathBuf {
        self.data_dir.join("mailbox")
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    fn load(variables: &[(&str, &str)]) -> Result<Config, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut all: std::collections::HashMap<String, String> =
            variables.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        all.entry("SETTINGS_DATA_DIR".to_owned()).or_insert_with(|| folder.path().display().to_string());
        Config::load_with(None, all)
    }

    #[test]
    fn nothing_need_be_configured() {
        let config = load(&[]).expect("defaults");
        assert_eq!(config.server.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.server.public_url, "http://127.0.0.1:8080");
        assert_eq!(config.brand.name, "RequestRocket");
        assert!(config.database.url().expose_secret().starts_with("sqlite://"));
        assert!(config.shows_mailbox());
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let error = load(&[("SETTINGS_SERVER__LISTENN", "127.0.0.1:1")]).expect_err("a typing error");
        assert!(error.contains("listenn"), "{error}");
        let error = load(&[("SETTINGS_SERVR__LISTEN", "127.0.0.1:1")]).expect_err("a typing error");
        assert!(error.contains("servr"), "{error}");
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_refused() {
        for (key, value) in [
            ("SETTINGS_SERVER__LISTEN", "nowhere"),
            ("SETTINGS_SERVER__PUBLIC_URL", "ftp://example.com"),
            ("SETTINGS_SESSION__IDLE_DAYS", "many"),
            ("SETTINGS_SESSION__IDLE_DAYS", "0"),
            ("SETTINGS_IDENTITY__PROVIDER", "other"),
            ("SETTINGS_SECRETS__KEY", "short"),
            ("SETTINGS_MAIL__FROM", "nobody"),
            ("SETTINGS_SERVER__TRUSTED_PROXIES", "10.0.0.0/99"),
            ("SETTINGS_BRAND__NAME", ""),
            ("SETTINGS_OBJECTS__S3_BUCKET", ""),
            ("SETTINGS_OBJECTS__S3_REGION", "eu-west-1"),
            ("SETTINGS_OBJECTS__S3_PREFIX", "settings"),
            ("SETTINGS_REDIS__URL", "http://127.0.0.1:6379"),
            ("SETTINGS_SUPPORT__EMAIL", "Support <support@example.com>"),
            ("SETTINGS_SUPPORT__EMAIL", "support@example.com\nBcc: eve@example.com"),
        ] {
            let error = load(&[(key, value)]).expect_err(key);
            assert!(!error.is_empty());
        }
    }

    #[test]
    fn the_categories_of_support_are_a_list() {
        let categories = |variables: &[(&str, &str)]| load(variables).map(|config| config.support.categories);
        assert_eq!(categories(&[]).expect("defaults"), domain::support::DEFAULT_CATEGORIES);
        let named = [("SETTINGS_SUPPORT__CATEGORIES", "Sales, Billing ,Ärger & mehr")];
        assert_eq!(categories(&named).expect("three"), ["Sales", "Billing", "Ärger & mehr"]);
        let long = "x".repeat(41);
        for (wrong, because) in [
            ("", "1 to 40"),
            ("Sales,,Billing", "1 to 40"),
            (long.as_str(), "1 to 40"),
            ("Sales\r\nBcc: eve@example.com", "control character"),
            ("Sales,Billing,sales", "twice"),
        ] {
            let error = categories(&[("SETTINGS_SUPPORT__CATEGORIES", wrong)]).expect_err(wrong);
            assert!(error.starts_with("support.categories") && error.contains(because), "{error}");
        }
    }

    #[test]
    fn a_file_writes_the_categories_either_way() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("settings.toml");
        let data = folder.path().display().to_string();
        let variables = [("SETTINGS_DATA_DIR".to_owned(), data)];
        for (written, expected) in [
            (r#"["Sales, or Billing", "Other"]"#, vec!["Sales, or Billing", "Other"]),
            (r#""Sales, Other""#, vec!["Sales", "Other"]),
        ] {
            std::fs::write(&file, format!("[support]\ncategories = {written}\n")).expect("written");
            let config = Config::load_with(Some(&file), variables.clone().into()).expect("valid");
            assert_eq!(config.support.categories, expected);
        }
        std::fs::write(&file, "[support]\ncategories = []\n").expect("written");
        assert!(Config::load_with(Some(&file), variables.into()).is_err(), "none at all");
    }

    #[test]
    fn a_bucket_has_a_whole_key_or_none() {
        let bucket = ("SETTINGS_OBJECTS__S3_BUCKET", "pictures");
        let (id, key) = ("SETTINGS_OBJECTS__S3_ACCESS_KEY_ID", "SETTINGS_OBJECTS__S3_SECRET_ACCESS_KEY");
        assert!(load(&[bucket]).is_ok());
        let config = load(&[bucket, (id, "AKIA"), (key, "hush")]).expect("valid");
        assert!(!format!("{config:?}").contains("hush"));
        for half in [(id, "AKIA"), (key, "hush")] {
            let error = load(&[bucket, half]).expect_err("half a key");
            assert!(error.starts_with("objects"), "{error}");
        }
        let below = |prefix| load(&[bucket, ("SETTINGS_OBJECTS__S3_PREFIX", prefix)]);
        let prefix = |config: Config| config.objects.prefix().expect("valid").map(String::from);
        assert_eq!(below("").map(prefix), Ok(None));
        assert_eq!(below("/settings/eu/").map(prefix), Ok(Some("settings/eu".to_owned())));
        for wrong in ["a//b", "../a", "a/."] {
            let error = below(wrong).expect_err(wrong);
            assert!(error.starts_with("objects.s3_prefix"), "{error}");
        }
        let at = |url| load(&[bucket, ("SETTINGS_OBJECTS__S3_ENDPOINT_URL", url)]);
        assert!(at("http://minio:9000").is_ok());
        for wrong in ["minio:9000", "ftp://minio", "/objects"] {
            let error = at(wrong).expect_err(wrong);
            assert!(error.starts_with("objects.s3_endpoint_url"), "{error}");
        }
    }

    #[test]
    fn a_secret_can_stand_in_a_file_but_not_in_both() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("url");
        std::fs::write(&file, "smtps://user:secret@mail.example.com\n").expect("written");
        let file = file.display().to_string();
        let config = load(&[("SETTINGS_MAIL__SMTP_URL_FILE", &file)]).expect("valid");
        let url = config.mail.smtp_url.clone().expect("a value");
        assert_eq!(url.expose_secret(), "smtps://user:secret@mail.example.com");
        assert!(!format!("{config:?}").contains("user:secret"));
        let both = [("SETTINGS_MAIL__SMTP_URL_FILE", file.as_str()), ("SETTINGS_MAIL__SMTP_URL", "smtp://x")];
        assert!(load(&both).is_err());
    }

    #[test]
    fn the_key_is_made_once_and_for_the_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().display().to_string();
        let first = load(&[("SETTINGS_DATA_DIR", &data)]).expect("valid");
        let second = load(&[("SETTINGS_DATA_DIR", &data)]).expect("valid");
        assert_eq!(first.secrets.bytes().expose_secret(), second.secrets.bytes().expose_secret());
        let mode = std::fs::metadata(folder.path().join("secrets.key")).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
