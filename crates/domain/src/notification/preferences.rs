//! What a person wants to be told of, where, and when mail may come.

use serde::{Deserialize, Serialize};

use crate::Texts;

/// A time of day is counted in minutes below this.
pub const MINUTES_A_DAY: u16 = 24 * 60;

crate::error::named! {
    /// The rows of the matrix, in the guide's order.
    Category {
        /// Organisation invitations
        OrganisationInvitations = "organisation_invitations",
        /// Security alerts
        SecurityAlerts = "security_alerts",
        /// System updates
        SystemUpdates = "system_updates",
        /// Usage alerts
        UsageAlerts = "usage_alerts",
        /// Billing notifications
        Billing = "billing",
        /// Real-time alerts
        RealTimeAlerts = "real_time_alerts",
        /// Request failures
        RequestFailures = "request_failures",
        /// Proxy status changes
        ProxyStatusChanges = "proxy_status_changes",
        /// Team activity
        TeamActivity = "team_activity",
    }
}

impl Category {
    /// Its label, which is the guide's.
    #[must_use]
    pub fn label(self, texts: Texts) -> &'static str {
        match self {
            Self::OrganisationInvitations => texts.category_organisation_invitations(),
            Self::SecurityAlerts => texts.category_security_alerts(),
            Self::SystemUpdates => texts.category_system_updates(),
            Self::UsageAlerts => texts.category_usage_alerts(),
            Self::Billing => texts.category_billing(),
            Self::RealTimeAlerts => texts.category_real_time_alerts(),
            Self::RequestFailures => texts.category_request_failures(),
            Self::ProxyStatusChanges => texts.category_proxy_status_changes(),
            Self::TeamActivity => texts.category_team_activity(),
        }
    }

    /// Whether a person can switch it off there. Mail about the account's safety always comes: it is how its owner
    /// learns that somebody else is in it.
    #[must_use]
    pub const fn is_optional(self, channel: Channel) -> bool {
        !matches!((self, channel), (Self::SecurityAlerts, Channel::Email))
    }

    /// Whether it is on before the person chose: the guide's first five by mail, all of them in the app.
    #[must_use]
    pub const fn is_on_at_first(self, channel: Channel) -> bool {
        match channel {
            Channel::InApp => true,
            Channel::Email => matches!(
                self,
                Self::OrganisationInvitations
                    | Self::SecurityAlerts
                    | Self::SystemUpdates
                    | Self::UsageAlerts
                    | Self::Billing
            ),
        }
    }
}

crate::error::named! {
    /// The columns of the matrix.
    Channel {
        /// By mail.
        Email = "email",
        /// In the app: the bell, and every open window.
        InApp = "in_app",
    }
}

impl Channel {
    /// Its label.
    #[must_use]
    pub fn label(self, texts: Texts) -> &'static str {
        match self {
            Self::Email => texts.channel_email(),
            Self::InApp => texts.channel_in_app(),
        }
    }
}

/// A row of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Preference {
    /// Which.
    pub category: Category,
    /// Whether it comes by mail.
    pub email: bool,
    /// Whether it comes in the app.
    pub in_app: bool,
}

impl Preference {
    /// A row before the person chose.
    #[must_use]
    pub const fn at_first(category: Category) -> Self {
        let email = category.is_on_at_first(Channel::Email);
        Self { category, email, in_app: category.is_on_at_first(Channel::InApp) }
    }

    /// Whether it comes there.
    #[must_use]
    pub const fn is_on(&self, channel: Channel) -> bool {
        match channel {
            Channel::Email => self.email,
            Channel::InApp => self.in_app,
        }
    }

    /// The same, switched.
    #[must_use]
    pub const fn with(mut self, channel: Channel, on: bool) -> Self {
        match channel {
            Channel::Email => self.email = on,
            Channel::InApp => self.in_app = on,
        }
        self
    }
}

/// When mail may come. Security alerts come at once, whatever it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Schedule {
    /// The time zone of both, by its name in the IANA database.
    pub zone: String,
    /// When no mail comes; what came up meanwhile comes at their end, in one mail.
    pub quiet: Option<QuietHours>,
    /// The minute of the day when everything since the day before comes in one mail; nothing: each comes by itself.
    pub digest: Option<u16>,
}

impl Default for Schedule {
    fn default() -> Self {
        Self { zone: "UTC".to_owned(), quiet: None, digest: None }
    }
}

/// From one minute of the day to another, over midnight if that is earlier. They are never the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuietHours {
    /// The first minute.
    pub from: u16,
    /// The first minute after them.
    pub until: u16,
}

/// All that the Notifications tab sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Preferences {
    /// Every row of the matrix, in the guide's order.
    pub rows: Vec<Preference>,
    /// When mail may come.
    pub schedule: Schedule,
}

/// What the Notifications tab begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreferencesPage {
    /// What is set.
    pub preferences: Preferences,
    /// The time zones there are, by name, sorted.
    pub zones: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_security_mail_is_no_choice() {
        for category in Category::ALL {
            for channel in Channel::ALL {
                let forced = (*category, *channel) == (Category::SecurityAlerts, Channel::Email);
                assert_eq!(category.is_optional(*channel), !forced);
                assert!(!forced || category.is_on_at_first(*channel), "what is no choice is on");
            }
        }
    }

    #[test]
    fn a_switch_moves_its_own_channel_only() {
        let row = Preference::at_first(Category::TeamActivity);
        assert!(row.in_app && !row.email);
        let mailed = row.with(Channel::Email, true);
        assert!(mailed.in_app && mailed.email);
        assert_eq!(mailed.with(Channel::Email, false), row);
    }
}
