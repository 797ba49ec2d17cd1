//! `[identity.cognito]`: which pool, as which client. The AWS credentials for what only an administrator may
//! do come from where AWS programs look for them: environment, profile, web identity, container, machine.

use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;

use super::{is_loopback, sections::value_or_file};

/// `[identity.cognito]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CognitoSection {
    /// The AWS region. By default the one in the pool's id.
    pub region: String,
    /// The user pool's id, as `eu-west-1_AbCdEfGhI`.
    pub user_pool_id: String,
    /// The app client's id.
    pub client_id: String,
    /// The app client's secret.
    pub client_secret: Option<SecretString>,
    /// The file that holds it.
    pub client_secret_file: Option<PathBuf>,
    /// Where Cognito is, if it is not where AWS has it.
    pub endpoint_url: Option<String>,
    /// Who signs tokens. By default the pool.
    pub issuer: String,
    /// Where the keys are that tokens are signed with. By default the pool's.
    pub jwks_url: String,
}

impl CognitoSection {
    /// Reads the secret, fills what follows from the pool, and checks the rest.
    pub(super) fn complete(&mut self) -> Result<(), String> {
        let file = self.client_secret_file.as_deref();
        value_or_file("identity.cognito.client_secret", &mut self.client_secret, file)?;
        let Some((region, _)) = self.user_pool_id.split_once('_').filter(|(region, _)| region.contains('-'))
        else {
            return Err("identity.cognito.user_pool_id: give the pool's id, as eu-west-1_AbCdEfGhI".into());
        };
        if self.region.is_empty() {
            region.clone_into(&mut self.region);
        }
        if self.client_id.is_empty() || self.client_secret.is_none() {
            return Err("identity.cognito: give client_id and client_secret (or client_secret_file)".into());
        }
        if self.issuer.is_empty() {
            let domain = if self.region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
            self.issuer = format!("https://cognito-idp.{}.{domain}/{}", self.region, self.user_pool_id);
        }
        if self.jwks_url.is_empty() {
            self.jwks_url = format!("{}/.well-known/jwks.json", self.issuer);
        }
        if let Some(endpoint) = &self.endpoint_url {
            check_url("endpoint_url", endpoint)?;
        }
        check_url("jwks_url", &self.jwks_url)
    }
}

/// Passwords and keys go there: only to this machine without TLS.
fn check_url(name: &str, url: &str) -> Result<(), String> {
    let uri: axum::http::Uri = url.parse().map_err(|error| format!("identity.cognito.{name}: {error}"))?;
    let loopback = uri.host().is_some_and(is_loopback);
    match uri.scheme_str() {
        Some("https") => Ok(()),
        Some("http") if loopback => Ok(()),
        _ => Err(format!("identity.cognito.{name}: must begin with https://")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section() -> CognitoSection {
        CognitoSection {
            user_pool_id: "eu-west-1_AbCdEfGhI".to_owned(),
            client_id: "client".to_owned(),
            client_secret: Some("secret".into()),
            ..CognitoSection::default()
        }
    }

    #[test]
    fn what_follows_from_the_pool_need_not_be_given() {
        let mut section = section();
        section.complete().expect("valid");
        assert_eq!(section.region, "eu-west-1");
        assert_eq!(section.issuer, "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI");
        assert_eq!(section.jwks_url, format!("{}/.well-known/jwks.json", section.issuer));
        assert!(!format!("{section:?}").contains("\"secret\""));
    }

    #[test]
    fn what_is_missing_or_unsafe_is_named() {
        type Change = fn(&mut CognitoSection);
        let wrong: [(Change, &str); 5] = [
            (|section| section.user_pool_id.clear(), "user_pool_id"),
            (|section| section.client_id.clear(), "client_id"),
            (|section| section.client_secret = None, "client_secret"),
            (|section| section.endpoint_url = Some("http://192.0.2.1".into()), "endpoint_url"),
            (|section| section.jwks_url = "ftp://127.0.0.1/keys".into(), "jwks_url"),
        ];
        for (change, name) in wrong {
            let mut section = section();
            change(&mut section);
            let error = section.complete().expect_err(name);
            assert!(error.contains(name), "{error}");
        }
        let mut here = section();
        here.endpoint_url = Some("http://127.0.0.1:4567".into());
        here.complete().expect("this machine needs no TLS");
    }
}
