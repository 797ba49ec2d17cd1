//! In whose name something is done.

use std::net::IpAddr;

use domain::{Locale, UserId, security::SecurityEventKind};

use crate::{app::App, store::security_events::SecurityEvent};

/// The person in whose name something is done, whichever way they proved it: use cases that both doors
/// lead to take this one.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Who.
    pub id: UserId,
    /// The address they sign in with.
    pub email: String,
    /// From which address.
    pub address: IpAddr,
    /// With which program, by its own name.
    pub user_agent: String,
    /// The language of the request.
    pub locale: Locale,
}

impl Actor {
    /// An entry for the person's own activity log.
    #[must_use]
    pub fn event(&self, app: &App, kind: SecurityEventKind) -> SecurityEvent {
        SecurityEvent {
            id: app.entropy.uuid(),
            user: self.id,
            kind,
            subject: String::new(),
            client: None,
            address: self.address.to_string(),
            user_agent: self.user_agent.clone(),
            at: app.now(),
        }
    }
}
