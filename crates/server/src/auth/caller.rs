//! Where a request comes from, signed in or not.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use axum_extra::extract::CookieJar;
use domain::{Locale, UserId};
use secrecy::SecretString;

use super::{
    Actor,
    cookies::{device_cookie_name, session_cookie_name},
};
use crate::{app::App, language, ports::identity::Requester, service::DESKTOP_APP};

/// The header by which a client without cookies says so. A page of another site can't set it without
/// our consent (it makes the request one that CORS asks about), so it also stands for an Origin.
pub const CLIENT_HEADER: &str = "x-personal-settings-client";

/// The header by which the desktop app says what it was given as a device.
const DEVICE_HEADER: &str = "x-personal-settings-device";
/// As many people are remembered on one device.
pub(super) const PEOPLE_ON_A_DEVICE: usize = 5;
/// The characters of a device's secret.
const DEVICE_SECRET_LENGTH: usize = 43;

/// As much of a program's name for itself is kept.
pub(crate) const CLIENT_MAX: usize = 512;

/// The kind of program that asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// A browser: its session is a cookie.
    Web,
    /// The desktop app: its session is a bearer token.
    Desktop,
}

impl Via {
    /// The stored name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Desktop => "desktop",
        }
    }

    /// Which one a request's headers tell of.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let desktop = headers.get(CLIENT_HEADER).is_some_and(|value| value == Self::Desktop.name());
        if desktop { Self::Desktop } else { Self::Web }
    }
}

/// Where a request comes from.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The address, as far as we trust what tells it.
    pub address: IpAddr,
    /// The program's own name for itself, at most 512 bytes.
    pub user_agent: String,
    /// The kind of program.
    pub via: Via,
    /// The session's secret, if one was sent. Not yet looked at.
    pub session_secret: Option<SecretString>,
    /// What this browser or desktop app was given as a device, one secret for each person who signed in
    /// with it. Not yet looked at.
    pub device_secrets: Vec<SecretString>,
    /// The language that answers and mails should be in.
    pub locale: Locale,
}

impl Caller {
    /// The person whom this caller turned out to be.
    #[must_use]
    pub fn acting_as(&self, id: UserId, email: String) -> Actor {
        Actor { id, email, address: self.address, user_agent: self.user_agent.clone(), locale: self.locale }
    }

    /// Who asks for a new password, without a session.
    #[must_use]
    pub fn requester(&self) -> Requester {
        Requester {
            session: None,
            address: self.address.to_string(),
            user_agent: self.user_agent.clone(),
            locale: self.locale,
        }
    }

    fn of(app: &App, parts: &Parts) -> Self {
        let via = Via::of(&parts.headers);
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let cookies = CookieJar::from_headers(&parts.headers);
        let device = match via {
            Via::Web => cookies.get(device_cookie_name(app)).map(|cookie| cookie.value().to_owned()),
            Via::Desktop => text_of(parts, DEVICE_HEADER),
        };
        let session_secret = match via {
            Via::Web => {
                cookies.get(session_cookie_name(app)).map(|cookie| SecretString::from(cookie.value()))
            }
            Via::Desktop => text(header::AUTHORIZATION)
                .and_then(|value| value.strip_prefix("Bearer "))
                .map(SecretString::from),
        };
        let user_agent = match via {
            Via::Web => text(header::USER_AGENT).unwrap_or_default(),
            Via::Desktop => DESKTOP_APP,
        };
        Self {
            address: address(app, parts),
            user_agent: user_agent.chars().take(CLIENT_MAX).collect(),
            via,
            session_secret,
            device_secrets: device_secrets(&device.unwrap_or_default()),
            locale: language::wanted(&parts.headers),
        }
    }
}

fn text_of(parts: &Parts, name: &str) -> Option<String> {
    parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// The secrets in a device's cookie or header; whatever can't be one is left out.
fn device_secrets(text: &str) -> Vec<SecretString> {
    let shaped = text.split('.').filter(|secret| secret.len() == DEVICE_SECRET_LENGTH);
    shaped.take(PEOPLE_ON_A_DEVICE).map(SecretString::from).collect()
}

/// The peer's address; behind a trusted proxy the last one in `X-Forwarded-For` that isn't itself a
/// trusted proxy. Whatever stands further left anybody may have written.
pub(crate) fn address(app: &App, parts: &Parts) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip()).to_canonical();
    let trusted = |address: &IpAddr| app.config.server.trusts(*address);
    if !trusted(&peer) {
        return peer;
    }
    let forwarded = parts.headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|value| value.split(',')).collect();
    hops.iter()
        .rev()
        .map_while(|hop| hop.trim().parse::<IpAddr>().ok())
        .map(|hop| hop.to_canonical())
        .find(|hop| !trusted(hop))
        .unwrap_or(peer)
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(&App::of(parts), parts))
    }
}
