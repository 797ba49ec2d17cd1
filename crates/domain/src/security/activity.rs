//! The activity log as its person reads it.

use serde::{Deserialize, Serialize};

use super::SecurityEventKind;
use crate::Timestamp;

crate::error::named! {
    /// What entries are about, for the filter.
    ActivityGroup {
        /// Signing in and out, sessions, devices.
        SignIns = "sign_ins",
        /// Password and address.
        Credentials = "credentials",
        /// Authenticator, backup codes, passkeys.
        TwoFactor = "two_factor",
        /// User tokens.
        Tokens = "tokens",
        /// Profile and account.
        Account = "account",
        /// Organisations and invites.
        Organisations = "organisations",
    }
}

impl ActivityGroup {
    /// Where an entry belongs.
    #[must_use]
    pub const fn of(kind: SecurityEventKind) -> Self {
        use SecurityEventKind as Kind;
        match kind {
            Kind::SignedIn
            | Kind::SignInFailed
            | Kind::SignedOut
            | Kind::SteppedUp
            | Kind::SecondStepFailed
            | Kind::DeviceTrusted
            | Kind::DeviceForgotten
            | Kind::SessionEnded
            | Kind::SessionsEnded => Self::SignIns,
            Kind::PasswordReset
            | Kind::PasswordChanged
            | Kind::EmailChanged
            | Kind::EmailChangeUndone
            | Kind::AccountSecured => Self::Credentials,
            Kind::AuthenticatorEnabled
            | Kind::AuthenticatorReplaced
            | Kind::AuthenticatorDisabled
            | Kind::BackupCodesMade
            | Kind::BackupCodeUsed
            | Kind::PasskeyAdded
            | Kind::PasskeyRenamed
            | Kind::PasskeyRemoved => Self::TwoFactor,
            Kind::TokenCreated
            | Kind::TokenRevealed
            | Kind::TokenRenamed
            | Kind::TokenRotated
            | Kind::TokenRevoked
            | Kind::TokenReported
            | Kind::TokenRevokedByAdmin
            | Kind::TokensListedByAdmin
            | Kind::TokensRevealedByAdmin => Self::Tokens,
            Kind::AccountCreated
            | Kind::ExportRequested
            | Kind::ExportReady
            | Kind::ExportFailed
            | Kind::ExportedByAdmin
            | Kind::ExportDownloaded
            | Kind::ExportDeleted
            | Kind::SupportRequested
            | Kind::ProfileChanged
            | Kind::PictureChanged
            | Kind::PictureRemoved
            | Kind::PrivacyShown
            | Kind::PrivacyHidden
            | Kind::ActivityExported => Self::Account,
            Kind::OrganisationCreated
            | Kind::OrganisationRenamed
            | Kind::OrganisationDeleted
            | Kind::MemberInvited
            | Kind::InviteCancelled
            | Kind::InviteAccepted
            | Kind::InviteDeclined
            | Kind::MemberRoleChanged
            | Kind::MemberRemoved
            | Kind::OrganisationLeft => Self::Organisations,
        }
    }

    /// The kinds of entries that belong here.
    pub fn kinds(self) -> impl Iterator<Item = SecurityEventKind> {
        SecurityEventKind::ALL.iter().copied().filter(move |kind| Self::of(*kind) == self)
    }
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActivityEntry {
    /// What happened.
    pub kind: SecurityEventKind,
    /// To what: the name of a token, an organisation, a passkey, the address before; or empty.
    pub subject: String,
    /// From which network address, or empty.
    pub address: String,
    /// With which browser and system, or empty.
    pub client: String,
    /// When.
    pub at: Timestamp,
}

/// Which entries are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActivityFilter {
    /// Of this group only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<ActivityGroup>,
    /// Whose subject, address or program holds this, at most 100 characters of it; all if empty.
    #[serde(default)]
    pub search: String,
}

impl ActivityFilter {
    /// What to look for: without white space at its ends and control characters, cut at 100 characters.
    #[must_use]
    pub fn needle(&self) -> String {
        self.search.trim().chars().filter(|c| !c.is_control()).take(100).collect()
    }
}

/// Some entries, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActivityPage {
    /// The entries.
    pub entries: Vec<ActivityEntry>,
    /// What to ask the next page with; nothing when this is the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_in_the_group_that_it_names() {
        let grouped: usize = ActivityGroup::ALL.iter().map(|group| group.kinds().count()).sum();
        assert_eq!(grouped, SecurityEventKind::ALL.len());
        let tokens: Vec<_> = ActivityGroup::Tokens.kinds().collect();
        assert_eq!(tokens, SecurityEventKind::ABOUT_TOKENS);
    }

    #[test]
    fn what_is_looked_for_is_trimmed_and_short() {
        let filter = ActivityFilter { search: format!("  {}", "é".repeat(200)), group: None };
        assert_eq!(filter.needle(), "é".repeat(100));
    }
}
