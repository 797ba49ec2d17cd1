//! The installation's key, made on the first run unless it is given.

use std::{
    fmt,
    fs::OpenOptions,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use secrecy::{ExposeSecret as _, SecretBox, SecretString};
use serde::Deserialize;

use super::sections::{create_folder, value_or_file};
use crate::{adapters::system::SystemEntropy, ports::entropy::Entropy as _};

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
