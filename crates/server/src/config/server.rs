//! Where the server is, for itself and for people.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use ipnet::IpNet;
use secrecy::SecretString;
use serde::{Deserialize, Deserializer, de::Error as _};

use super::sections::value_or_file;

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
