//! Where pictures are kept that aren't to lie in the data folder.

use std::path::PathBuf;

use object_store::path::Path;
use secrecy::SecretString;
use serde::Deserialize;

use super::sections::value_or_file;

/// `[objects]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ObjectsSection {
    /// The bucket. Without one objects are files in the data folder.
    pub s3_bucket: Option<String>,
    /// What the names of all objects begin with, so that installations can share a bucket.
    pub s3_prefix: Option<String>,
    /// Its region.
    pub s3_region: Option<String>,
    /// Where the service is, if it is not Amazon's.
    pub s3_endpoint_url: Option<String>,
    /// The key's name. Without one it is looked for where AWS programs have it.
    pub s3_access_key_id: Option<String>,
    /// The key.
    pub s3_secret_access_key: Option<SecretString>,
    /// The file that holds it.
    pub s3_secret_access_key_file: Option<PathBuf>,
}

impl ObjectsSection {
    pub(super) fn complete(&mut self) -> Result<(), String> {
        let file = self.s3_secret_access_key_file.as_deref();
        value_or_file("objects.s3_secret_access_key", &mut self.s3_secret_access_key, file)?;
        let others = [
            self.s3_prefix.is_some(),
            self.s3_region.is_some(),
            self.s3_endpoint_url.is_some(),
            self.s3_access_key_id.is_some(),
            self.s3_secret_access_key.is_some(),
        ];
        match &self.s3_bucket {
            Some(bucket) if bucket.trim().is_empty() => return Err("objects.s3_bucket: give its name".into()),
            None if others.contains(&true) => {
                return Err(
                    "objects.s3_bucket: name the bucket, or leave the other keys of the section out".into()
                );
            }
            _ => {}
        }
        if self.s3_access_key_id.is_some() != self.s3_secret_access_key.is_some() {
            return Err("objects: give s3_access_key_id and s3_secret_access_key both, or neither".into());
        }
        self.prefix()?;
        self.s3_endpoint_url.as_deref().map_or(Ok(()), check_endpoint)
    }

    /// The prefix as a path; nothing without one.
    ///
    /// # Errors
    /// A text that says what is wrong.
    pub fn prefix(&self) -> Result<Option<Path>, String> {
        let Some(prefix) = self.s3_prefix.as_deref().filter(|prefix| !prefix.is_empty()) else {
            return Ok(None);
        };
        Path::parse(prefix).map(Some).map_err(|error| format!("objects.s3_prefix: {error}"))
    }
}

fn check_endpoint(url: &str) -> Result<(), String> {
    let uri: axum::http::Uri = url.parse().map_err(|error| format!("objects.s3_endpoint_url: {error}"))?;
    match uri.scheme_str() {
        Some("http" | "https") if uri.host().is_some() => Ok(()),
        _ => {
            Err("objects.s3_endpoint_url: must begin with https://, or http:// in a network of your own"
                .into())
        }
    }
}
