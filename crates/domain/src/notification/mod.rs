//! What people are told of, in the app and by mail, and what they want to be told of.

mod place;
mod preferences;
mod report;
mod words;

pub use preferences::{
    Category, Channel, MINUTES_A_DAY, Preference, Preferences, PreferencesPage, QuietHours, Schedule,
};
pub use report::{PlatformReport, RESOURCE_MAX};

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Timestamp, organisation::ClientId, security::SecurityEventKind};

/// The most characters of a platform event's title.
pub const TITLE_MAX: usize = 120;
/// The most characters of a platform event's message.
pub const MESSAGE_MAX: usize = 1_000;

/// Which notification: the event's id, the same for everybody who is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NotificationId(pub Uuid);

impl fmt::Display for NotificationId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

crate::error::named! {
    /// What happened.
    NotificationKind {
        /// The person is invited into an organisation.
        InviteReceived = "invite_received",
        /// Something about the account's safety; the event says what.
        Security = "security",
        /// Somebody joined an organisation of the person's.
        MemberJoined = "member_joined",
        /// Somebody left it.
        MemberLeft = "member_left",
        /// Somebody was removed from it.
        MemberRemoved = "member_removed",
        /// Somebody has another role in it.
        RoleChanged = "role_changed",
        /// The person has another role in it.
        YourRoleChanged = "your_role_changed",
        /// The person was removed from it.
        YouWereRemoved = "you_were_removed",
        /// It has another name.
        OrganisationRenamed = "organisation_renamed",
        /// It is gone.
        OrganisationDeleted = "organisation_deleted",
        /// Support answered a request of the person's.
        SupportReplied = "support_replied",
        /// The platform: something about the whole system.
        SystemUpdate = "system_update",
        /// The platform: a limit is near or reached.
        UsageAlert = "usage_alert",
        /// The platform: money.
        Billing = "billing",
        /// The platform: something that needs a look now.
        Alert = "alert",
        /// The platform: requests through a proxy fail.
        RequestFailure = "request_failure",
        /// The platform: a proxy went up or down.
        ProxyStatus = "proxy_status",
    }
}

impl NotificationKind {
    /// What the platform can report.
    pub const PLATFORM: &[Self] = &[
        Self::SystemUpdate,
        Self::UsageAlert,
        Self::Billing,
        Self::Alert,
        Self::RequestFailure,
        Self::ProxyStatus,
    ];

    /// The row of the matrix that decides on it; nothing for what is always told, because the person asked.
    #[must_use]
    pub const fn category(self) -> Option<Category> {
        Some(match self {
            Self::InviteReceived => Category::OrganisationInvitations,
            Self::Security => Category::SecurityAlerts,
            Self::MemberJoined
            | Self::MemberLeft
            | Self::MemberRemoved
            | Self::RoleChanged
            | Self::YourRoleChanged
            | Self::YouWereRemoved
            | Self::OrganisationRenamed
            | Self::OrganisationDeleted => Category::TeamActivity,
            Self::SupportReplied => return None,
            Self::SystemUpdate => Category::SystemUpdates,
            Self::UsageAlert => Category::UsageAlerts,
            Self::Billing => Category::Billing,
            Self::Alert => Category::RealTimeAlerts,
            Self::RequestFailure => Category::RequestFailures,
            Self::ProxyStatus => Category::ProxyStatusChanges,
        })
    }
}

/// A notification as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notification {
    /// Which.
    pub id: NotificationId,
    /// Its place among the person's: the later, the higher. Numbers may be missing in between.
    pub number: i64,
    /// What happened.
    pub kind: NotificationKind,
    /// What exactly, for [`NotificationKind::Security`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<SecurityEventKind>,
    /// In which organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<ClientId>,
    /// To what: an organisation's, token's or request's name, a reference; or empty.
    #[serde(default)]
    pub subject: String,
    /// Who did it, if they show their name; nothing also where nobody in particular did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// Whether who did it has no account any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub actor_deleted: bool,
    /// What the platform calls it; else empty.
    #[serde(default)]
    pub title: String,
    /// What the platform says of it; else empty.
    #[serde(default)]
    pub message: String,
    /// How often it happened, when a burst became one.
    pub count: u32,
    /// When (the first time).
    pub at: Timestamp,
    /// Whether the person has read it.
    pub read: bool,
}

crate::error::named! {
    /// Which notifications are wanted.
    NotificationFilter {
        /// All.
        All = "all",
        /// Those not read.
        Unread = "unread",
    }
}

/// Some of a person's notifications, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotificationsPage {
    /// They.
    pub items: Vec<Notification>,
    /// The number to ask the next page with; nothing when this is the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<i64>,
    /// How many are unread, up to [`UNREAD_MAX`].
    pub unread: u32,
    /// The number of the person's latest, whatever the filter: what comes after it is new.
    pub latest: i64,
}

/// Counting ends here: more is "99+".
pub const UNREAD_MAX: u32 = 100;

/// What an open window is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum Told {
    /// A notification: a new one, or a known one that changed.
    Notification(Notification),
    /// How many are unread now, up to [`UNREAD_MAX`].
    Unread(u32),
}
