//! Every page and its address.
//!
//! Written by hand, not derived: the derived form writes `/login?` for an empty query, and takes a
//! query apart after decoding it, so that an `&` inside `next` would end it.

use std::{convert::Infallible, fmt, str::FromStr};

use dioxus::{prelude::*, router::routable::SiteMapSegment};
use domain::{Texts, UserId, organisation::ClientId};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::features::{
    account::{AccountTab, DeletionPage},
    auth::{
        Alarm, AlarmPage, ConfirmPage, ForgotPasswordPage, LoginPage, PendingPage, ResetPasswordPage,
        SignUpPage,
    },
    keys::KeysPage,
    notifications::NotificationsPage,
    organisations::{
        ClientsPage, InvitesPage, MemberPage, MembersPage, OrganisationLayout, OrganisationSettingsPage,
        OrganisationsLayout,
    },
    preferences::PreferencesTab,
    privacy::PrivacyTab,
    profile::ProfilePage,
    security::SecurityTab,
    shell::{Frame, NotFound, SettingsLayout},
    support::{RequestPage, SupportTab},
};

/// What a query's value must not hold as it is.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'/');

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `/login`
    Login(LoginQuery),
    /// `/two-factor`
    TwoFactor(TwoFactorQuery),
    /// `/new-password`
    NewPassword {
        /// Where to go after the login.
        next: Option<String>,
    },
    /// `/sign-up`
    SignUp,
    /// `/confirm`
    Confirm {
        /// The sign-up under way.
        flow: String,
    },
    /// `/forgot-password`
    ForgotPassword,
    /// `/reset-password`
    ResetPassword {
        /// The reset under way.
        flow: String,
    },
    /// `/not-me`
    NotMe {
        /// The secret from the mail.
        link: String,
    },
    /// `/undo-email`
    UndoEmail {
        /// The secret from the mail.
        link: String,
    },
    /// `/settings/profile`; also `/` and `/settings`
    Profile,
    /// `/settings/keys`
    Keys,
    /// `/settings/security`
    Security,
    /// `/settings/privacy`
    Privacy,
    /// `/settings/notifications`
    NotificationSettings,
    /// `/settings/account`
    Account,
    /// `/settings/account/delete`
    DeleteAccount,
    /// `/notifications`
    Notifications,
    /// `/organisations`
    Organisations,
    /// `/organisations/invites`
    Invites,
    /// `/organisations/:id/members`; also `/organisations/:id`
    Members {
        /// Whose.
        organisation: ClientId,
    },
    /// `/organisations/:id/members/:userId`
    Member {
        /// Of which organisation.
        organisation: ClientId,
        /// Who.
        member: UserId,
    },
    /// `/organisations/:id/settings`
    OrganisationSettings {
        /// Whose.
        organisation: ClientId,
    },
    /// `/support`
    Support {
        /// The category to begin with.
        category: Option<String>,
    },
    /// `/support/:reference`
    SupportRequest {
        /// Which.
        reference: String,
    },
    /// Any other address, as it was.
    NotFound {
        /// The address.
        path: String,
    },
}

/// What the login page is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoginQuery {
    /// Where to go after the login.
    pub next: Option<String>,
    /// The name of an error that the server found without JavaScript's help.
    pub problem: Option<String>,
    /// The name of something good that has just happened.
    pub notice: Option<String>,
}

/// What the page of a sign-in's second step is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TwoFactorQuery {
    /// Where to go after the login.
    pub next: Option<String>,
    /// The name of an error that the server found without JavaScript's help.
    pub problem: Option<String>,
    /// The name of the code to ask for, when it is not the usual one.
    pub method: Option<String>,
}

impl Route {
    /// The Support page, without a category.
    pub const SUPPORT: Self = Self::Support { category: None };

    /// The login page with good news.
    pub fn login_notice(notice: &str) -> Self {
        Self::Login(LoginQuery { notice: Some(notice.to_owned()), ..LoginQuery::default() })
    }

    /// The login page, then back here.
    pub fn login_then(&self) -> Self {
        Self::Login(LoginQuery { next: Some(self.to_string()), ..LoginQuery::default() })
    }

    /// Whether the page is for whoever is signed in.
    pub fn is_private(&self) -> bool {
        matches!(
            self,
            Self::Profile
                | Self::Keys
                | Self::Security
                | Self::Privacy
                | Self::NotificationSettings
                | Self::Account
                | Self::DeleteAccount
                | Self::Notifications
                | Self::Organisations
                | Self::Invites
                | Self::Members { .. }
                | Self::Member { .. }
                | Self::OrganisationSettings { .. }
                | Self::Support { .. }
                | Self::SupportRequest { .. }
        )
    }

    /// The heading while it is not known who is signed in.
    pub fn section(&self, texts: Texts) -> &'static str {
        match self {
            Self::Organisations
            | Self::Invites
            | Self::Members { .. }
            | Self::Member { .. }
            | Self::OrganisationSettings { .. } => texts.organisations(),
            Self::Notifications => texts.notifications(),
            Self::Support { .. } => texts.support_heading(),
            Self::SupportRequest { .. } => texts.support(),
            _ => texts.settings(),
        }
    }
}

impl FromStr for Route {
    type Err = Infallible;

    fn from_str(address: &str) -> Result<Self, Infallible> {
        let (visible, _) = address.split_once('#').unwrap_or((address, ""));
        let (path, query) = visible.split_once('?').unwrap_or((visible, ""));
        Ok(match path.trim_end_matches('/') {
            "" | "/settings" | "/settings/profile" => Self::Profile,
            "/settings/keys" => Self::Keys,
            "/settings/security" => Self::Security,
            "/settings/privacy" => Self::Privacy,
            "/settings/notifications" => Self::NotificationSettings,
            "/settings/account" => Self::Account,
            "/settings/account/delete" => Self::DeleteAccount,
            "/notifications" => Self::Notifications,
            "/organisations" => Self::Organisations,
            "/organisations/invites" => Self::Invites,
            "/support" => Self::Support { category: value(query, "category") },
            "/login" => Self::Login(LoginQuery {
                next: value(query, "next"),
                problem: value(query, "problem"),
                notice: value(query, "notice"),
            }),
            "/two-factor" => Self::TwoFactor(TwoFactorQuery {
                next: value(query, "next"),
                problem: value(query, "problem"),
                method: value(query, "method"),
            }),
            "/new-password" => Self::NewPassword { next: value(query, "next") },
            "/sign-up" => Self::SignUp,
            "/confirm" => Self::Confirm { flow: value(query, "flow").unwrap_or_default() },
            "/forgot-password" => Self::ForgotPassword,
            "/reset-password" => Self::ResetPassword { flow: value(query, "flow").unwrap_or_default() },
            "/not-me" => Self::NotMe { link: value(query, "link").unwrap_or_default() },
            "/undo-email" => Self::UndoEmail { link: value(query, "link").unwrap_or_default() },
            path => organisation(path)
                .or_else(|| support_request(path))
                .unwrap_or_else(|| Self::NotFound { path: visible.to_owned() }),
        })
    }
}

/// The page of one organisation.
fn organisation(path: &str) -> Option<Route> {
    let rest = path.strip_prefix("/organisations/")?;
    let (id, page) = rest.split_once('/').unwrap_or((rest, "members"));
    let organisation = ClientId(id.parse().ok()?);
    match page {
        "members" => Some(Route::Members { organisation }),
        "settings" => Some(Route::OrganisationSettings { organisation }),
        _ => {
            let member = UserId(page.strip_prefix("members/")?.parse().ok()?);
            Some(Route::Member { organisation, member })
        }
    }
}

/// The page of one request to support. Whether there is one, the server knows.
fn support_request(path: &str) -> Option<Route> {
    let reference = path.strip_prefix("/support/")?;
    let shaped = reference.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (shaped && !reference.is_empty()).then(|| Route::SupportRequest { reference: reference.to_owned() })
}

/// The value of `name` in a query.
fn value(query: &str, name: &str) -> Option<String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, found) = pairs.into_iter().find(|(each, _)| *each == name)?;
    Some(percent_decode_str(found).decode_utf8_lossy().into_owned())
}

/// Writes an address with those of the pairs that have a value.
fn write_address(
    formatter: &mut fmt::Formatter<'_>,
    path: &str,
    pairs: &[(&str, Option<&str>)],
) -> fmt::Result {
    formatter.write_str(path)?;
    let given = pairs.iter().filter_map(|(name, value)| Some((name, (*value)?)));
    for (index, (name, value)) in given.enumerate() {
        let separator = if index == 0 { '?' } else { '&' };
        write!(formatter, "{separator}{name}={}", utf8_percent_encode(value, VALUE))?;
    }
    Ok(())
}

/// The one value of a page, unless it is empty.
fn filled(value: &str) -> Option<&str> {
    Some(value).filter(|value| !value.is_empty())
}

impl fmt::Display for Route {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Login(LoginQuery { next, problem, notice }) => {
                let pairs = [("next", next), ("problem", problem), ("notice", notice)];
                write_address(formatter, "/login", &pairs.map(|(name, value)| (name, value.as_deref())))
            }
            Self::TwoFactor(TwoFactorQuery { next, problem, method }) => {
                let pairs = [("next", next), ("problem", problem), ("method", method)];
                write_address(formatter, "/two-factor", &pairs.map(|(name, value)| (name, value.as_deref())))
            }
            Self::NewPassword { next } => {
                write_address(formatter, "/new-password", &[("next", next.as_deref())])
            }
            Self::SignUp => formatter.write_str("/sign-up"),
            Self::Confirm { flow } => write_address(formatter, "/confirm", &[("flow", Some(flow))]),
            Self::ForgotPassword => formatter.write_str("/forgot-password"),
            Self::ResetPassword { flow } => {
                write_address(formatter, "/reset-password", &[("flow", Some(flow))])
            }
            Self::NotMe { link } => write_address(formatter, "/not-me", &[("link", filled(link))]),
            Self::UndoEmail { link } => write_address(formatter, "/undo-email", &[("link", filled(link))]),
            Self::Profile => formatter.write_str("/settings/profile"),
            Self::Keys => formatter.write_str("/settings/keys"),
            Self::Security => formatter.write_str("/settings/security"),
            Self::Privacy => formatter.write_str("/settings/privacy"),
            Self::NotificationSettings => formatter.write_str("/settings/notifications"),
            Self::Account => formatter.write_str("/settings/account"),
            Self::DeleteAccount => formatter.write_str("/settings/account/delete"),
            Self::Notifications => formatter.write_str("/notifications"),
            Self::Organisations => formatter.write_str("/organisations"),
            Self::Invites => formatter.write_str("/organisations/invites"),
            Self::Members { organisation } => write!(formatter, "/organisations/{organisation}/members"),
            Self::Member { organisation, member } => {
                write!(formatter, "/organisations/{organisation}/members/{member}")
            }
            Self::OrganisationSettings { organisation } => {
                write!(formatter, "/organisations/{organisation}/settings")
            }
            Self::Support { category } => {
                write_address(formatter, "/support", &[("category", category.as_deref())])
            }
            Self::SupportRequest { reference } => write!(formatter, "/support/{reference}"),
            Self::NotFound { path } => formatter.write_str(path),
        }
    }
}

impl Routable for Route {
    const SITE_MAP: &'static [SiteMapSegment] = &[];

    /// Level 0 is the frame, level 1 the section inside it, level 2 the section's tab.
    fn render(&self, level: usize) -> Element {
        match (level, self.clone()) {
            (0, Self::Login(query)) => rsx! { LoginPage { query } },
            (0, Self::TwoFactor(query)) => rsx! { PendingPage { query } },
            (0, Self::NewPassword { next }) => {
                rsx! { PendingPage { query: TwoFactorQuery { next, ..TwoFactorQuery::default() } } }
            }
            (0, Self::SignUp) => rsx! { SignUpPage {} },
            (0, Self::Confirm { flow }) => rsx! { ConfirmPage { flow } },
            (0, Self::ForgotPassword) => rsx! { ForgotPasswordPage {} },
            (0, Self::ResetPassword { flow }) => rsx! { ResetPasswordPage { flow } },
            (0, Self::NotMe { link }) => rsx! { AlarmPage { alarm: Alarm::NotMe, link } },
            (0, Self::UndoEmail { link }) => rsx! { AlarmPage { alarm: Alarm::UndoEmail, link } },
            (0, _) => rsx! { Frame {} },
            (
                1,
                Self::Profile
                | Self::Keys
                | Self::Security
                | Self::Privacy
                | Self::NotificationSettings
                | Self::Account
                | Self::DeleteAccount,
            ) => {
                rsx! { SettingsLayout {} }
            }
            (1, Self::Notifications) => rsx! { NotificationsPage {} },
            (1, Self::NotFound { .. }) => rsx! { NotFound {} },
            (1, Self::Organisations | Self::Invites) => rsx! { OrganisationsLayout {} },
            (
                1,
                Self::Members { organisation }
                | Self::Member { organisation, .. }
                | Self::OrganisationSettings { organisation },
            ) => {
                rsx! { OrganisationLayout { organisation } }
            }
            (1, Self::Support { category }) => rsx! { SupportTab { category } },
            (1, Self::SupportRequest { reference }) => rsx! { RequestPage { reference } },
            (2, Self::Profile) => rsx! { ProfilePage {} },
            (2, Self::Keys) => rsx! { KeysPage {} },
            (2, Self::Security) => rsx! { SecurityTab {} },
            (2, Self::Privacy) => rsx! { PrivacyTab {} },
            (2, Self::NotificationSettings) => rsx! { PreferencesTab {} },
            (2, Self::Account) => rsx! { AccountTab {} },
            (2, Self::DeleteAccount) => rsx! { DeletionPage {} },
            (2, Self::Organisations) => rsx! { ClientsPage {} },
            (2, Self::Invites) => rsx! { InvitesPage {} },
            (2, Self::Members { .. }) => rsx! { MembersPage {} },
            (2, Self::Member { member, .. }) => rsx! { MemberPage { member } },
            (2, Self::OrganisationSettings { .. }) => rsx! { OrganisationSettingsPage {} },
            _ => VNode::empty(),
        }
    }
}

#[cfg(test)]
mod tests;
