//! What a person shows to fellow members of their organisations.

use serde::{Deserialize, Serialize};

use crate::{
    Texts, Timestamp, UserId,
    organisation::{Organisation, Role},
    security::SecurityEventKind,
};

crate::error::named! {
    /// Something that a person shows to fellow members or keeps to themselves.
    PrivacyItem {
        /// First and last name.
        FullName = "full_name",
        /// The address they sign in with.
        Email = "email",
        /// The profile picture.
        Picture = "picture",
        /// The bio.
        Bio = "bio",
        /// What they did lately.
        RecentActions = "recent_actions",
        /// What they made.
        ResourceCreation = "resource_creation",
        /// How often their keys were used.
        ApiUsage = "api_usage",
    }
}

impl PrivacyItem {
    /// What is about the person.
    pub const PROFILE: &[Self] = &[Self::FullName, Self::Email, Self::Picture, Self::Bio];
    /// What is about their doings.
    pub const ACTIVITY: &[Self] = &[Self::RecentActions, Self::ResourceCreation, Self::ApiUsage];

    /// Its label, which is the guide's.
    #[must_use]
    pub fn label(self, texts: Texts) -> &'static str {
        match self {
            Self::FullName => texts.privacy_full_name(),
            Self::Email => texts.privacy_email(),
            Self::Picture => texts.privacy_picture(),
            Self::Bio => texts.privacy_bio(),
            Self::RecentActions => texts.privacy_recent_actions(),
            Self::ResourceCreation => texts.privacy_resource_creation(),
            Self::ApiUsage => texts.privacy_api_usage(),
        }
    }

    /// What exactly is shown, in a sentence.
    #[must_use]
    pub fn about(self, texts: Texts) -> &'static str {
        match self {
            Self::FullName => texts.privacy_full_name_about(),
            Self::Email => texts.privacy_email_about(),
            Self::Picture => texts.privacy_picture_about(),
            Self::Bio => texts.privacy_bio_about(),
            Self::RecentActions => texts.privacy_recent_actions_about(),
            Self::ResourceCreation => texts.privacy_resource_creation_about(),
            Self::ApiUsage => texts.privacy_api_usage_about(),
        }
    }
}

/// Which items a person shows. By default the name and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct PrivacySettings {
    /// [`PrivacyItem::FullName`]
    pub full_name: bool,
    /// [`PrivacyItem::Email`]
    pub email: bool,
    /// [`PrivacyItem::Picture`]
    pub picture: bool,
    /// [`PrivacyItem::Bio`]
    pub bio: bool,
    /// [`PrivacyItem::RecentActions`]
    pub recent_actions: bool,
    /// [`PrivacyItem::ResourceCreation`]
    pub resource_creation: bool,
    /// [`PrivacyItem::ApiUsage`]
    pub api_usage: bool,
}

impl Default for PrivacySettings {
    fn default() -> Self {
        Self {
            full_name: true,
            email: false,
            picture: false,
            bio: false,
            recent_actions: false,
            resource_creation: false,
            api_usage: false,
        }
    }
}

impl PrivacySettings {
    /// Whether an item is shown.
    #[must_use]
    pub const fn shows(&self, item: PrivacyItem) -> bool {
        match item {
            PrivacyItem::FullName => self.full_name,
            PrivacyItem::Email => self.email,
            PrivacyItem::Picture => self.picture,
            PrivacyItem::Bio => self.bio,
            PrivacyItem::RecentActions => self.recent_actions,
            PrivacyItem::ResourceCreation => self.resource_creation,
            PrivacyItem::ApiUsage => self.api_usage,
        }
    }

    /// The same with an item shown or not.
    #[must_use]
    pub const fn with(mut self, item: PrivacyItem, shown: bool) -> Self {
        match item {
            PrivacyItem::FullName => self.full_name = shown,
            PrivacyItem::Email => self.email = shown,
            PrivacyItem::Picture => self.picture = shown,
            PrivacyItem::Bio => self.bio = shown,
            PrivacyItem::RecentActions => self.recent_actions = shown,
            PrivacyItem::ResourceCreation => self.resource_creation = shown,
            PrivacyItem::ApiUsage => self.api_usage = shown,
        }
        self
    }
}

/// A member as fellow members see them. What is nothing is hidden; what is empty is shown, but there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberProfile {
    /// First and last name.
    pub name: Option<String>,
    /// The address.
    pub email: Option<String>,
    /// The name of the profile picture's file (`/pictures/NAME`); nothing also where there is none.
    pub picture: Option<String>,
    /// The bio.
    pub bio: Option<String>,
    /// What they did lately, the latest first.
    pub actions: Option<Vec<MemberAction>>,
    /// What they made, the latest first.
    pub creations: Option<Vec<MemberAction>>,
    /// How often their keys were used a day (UTC), the oldest first, today last.
    pub usage: Option<Vec<u64>>,
}

/// Something that a member did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberAction {
    /// What.
    pub kind: SecurityEventKind,
    /// When.
    pub at: Timestamp,
}

impl MemberAction {
    /// What they did, and nothing of what they did it to. Nothing for what no member is told.
    #[must_use]
    pub fn words(&self, texts: Texts) -> Option<&'static str> {
        Some(match self.kind {
            SecurityEventKind::OrganisationCreated => texts.did_create_organisation(),
            SecurityEventKind::TokenCreated => texts.did_create_token(),
            SecurityEventKind::OrganisationRenamed => texts.did_rename_organisation(),
            SecurityEventKind::MemberInvited => texts.did_invite_member(),
            SecurityEventKind::InviteCancelled => texts.did_cancel_invite(),
            SecurityEventKind::InviteAccepted => texts.did_accept_invite(),
            SecurityEventKind::MemberRoleChanged => texts.did_change_role(),
            SecurityEventKind::MemberRemoved => texts.did_remove_member(),
            SecurityEventKind::ProfileChanged => texts.did_change_profile(),
            _ => return None,
        })
    }
}

/// The page of one member of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberPage {
    /// The organisation, and what the person who asks is in it.
    pub organisation: Organisation,
    /// Who the page is about.
    pub user: UserId,
    /// What they are.
    pub role: Role,
    /// Since when they are a member.
    pub joined_at: Timestamp,
    /// As far as they show themselves, also on their own page: what they see here is what others see.
    pub profile: MemberProfile,
    /// The server's time, which the chart's days count back from.
    pub now: Timestamp,
}

/// What the Privacy tab begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrivacyPage {
    /// The switches.
    pub settings: PrivacySettings,
}

/// What members see, for who wants to know before they look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrivacyPreview {
    /// The person as a fellow member sees them.
    pub profile: MemberProfile,
    /// The server's time, which the chart's days count back from.
    pub now: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_switch_moves_its_own_item_only() {
        let all: Vec<_> = PrivacyItem::PROFILE.iter().chain(PrivacyItem::ACTIVITY).copied().collect();
        assert_eq!(all, PrivacyItem::ALL);
        for item in PrivacyItem::ALL {
            let before = PrivacySettings::default();
            let after = before.with(*item, !before.shows(*item));
            for other in PrivacyItem::ALL {
                assert_eq!(after.shows(*other) != before.shows(*other), other == item, "{item:?} {other:?}");
            }
        }
    }

    #[test]
    fn members_are_told_what_was_done_and_never_of_sign_ins() {
        let words = |kind| MemberAction { kind, at: Timestamp(0) }.words(Texts::default());
        let mut told: Vec<_> = SecurityEventKind::ALL.iter().filter_map(|kind| words(*kind)).collect();
        let all = told.len();
        told.sort_unstable();
        told.dedup();
        assert_eq!(told.len(), all);
        for secret in [
            SecurityEventKind::SignedIn,
            SecurityEventKind::SignInFailed,
            SecurityEventKind::PasswordChanged,
            SecurityEventKind::TokenRevealed,
            SecurityEventKind::InviteDeclined,
        ] {
            assert_eq!(words(secret), None, "{secret:?}");
        }
    }

    #[test]
    fn names_are_shown_at_first_and_nothing_else() {
        let shown = |item: &&PrivacyItem| PrivacySettings::default().shows(**item);
        assert_eq!(PrivacyItem::ALL.iter().filter(shown).collect::<Vec<_>>(), [&PrivacyItem::FullName]);
    }
}
