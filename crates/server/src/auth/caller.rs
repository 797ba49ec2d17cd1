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

use super::{Actor, cookies::session_cookie_name};
use crate::{app::App, language};

/// The header by which a client without cookies says so. A page of another site can't set it without
/// our consent (it makes the request one that CORS asks about), so it also stands for an Origin.
pub const CLIENT_HEADER: &str = "x-personal-settings-client";

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
    /// The language that answers and mails should be in.
    pub locale: Locale,
}

impl Caller {
    /// The person whom this caller turned out to be.
    #[must_use]
    pub fn acting_as(&self, id: UserId, email: String) -> Actor {
        Actor { id, email, address: self.address, user_agent: self.user_agent.clone(), locale: self.locale }
    }

    fn of(app: &App, parts: &Parts) -> Self {
        let via = Via::of(&parts.headers);
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let session_secret = match via {
            Via::Web => CookieJar::from_headers(&parts.headers)
                .get(session_cookie_name(app))
                .map(|cookie| SecretString::from(cookie.value())),
            Via::Desktop => text(header::AUTHORIZATION)
                .and_then(|value| value.strip_prefix("Bearer "))
                .map(SecretString::from),
        };
        Self {
            address: address(app, parts),
            user_agent: text(header::USER_AGENT).unwrap_or_default().chars().take(CLIENT_MAX).collect(),
            via,
            session_secret,
            locale: language::wanted(&parts.headers),
        }
    }
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
