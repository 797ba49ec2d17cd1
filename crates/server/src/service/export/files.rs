//! Which files an export is made of.

use domain::Texts;

/// A file of an export, in the order in which they stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Account,
    Profile,
    Picture,
    Privacy,
    Preferences,
    Tokens,
    Usage,
    Sessions,
    Devices,
    TwoFactor,
    Passkeys,
    Organisations,
    Invites,
    InvitesSent,
    Exports,
    Support,
    Screenshots,
    Notifications,
    Activity,
}

impl Part {
    /// All of them.
    pub(super) const ALL: [Self; 19] = [
        Self::Account,
        Self::Profile,
        Self::Picture,
        Self::Privacy,
        Self::Preferences,
        Self::Tokens,
        Self::Usage,
        Self::Sessions,
        Self::Devices,
        Self::TwoFactor,
        Self::Passkeys,
        Self::Organisations,
        Self::Invites,
        Self::InvitesSent,
        Self::Exports,
        Self::Support,
        Self::Screenshots,
        Self::Notifications,
        Self::Activity,
    ];

    /// Its name, the same in every export. Of the screenshots, which have one each, what they begin with.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Account => "account.json",
            Self::Profile => "profile.json",
            Self::Picture => "picture.jpg",
            Self::Privacy => "privacy.json",
            Self::Preferences => "notification-preferences.json",
            Self::Tokens => "tokens.json",
            Self::Usage => "api-usage.json",
            Self::Sessions => "sessions.json",
            Self::Devices => "devices.json",
            Self::TwoFactor => "two-factor.json",
            Self::Passkeys => "passkeys.json",
            Self::Organisations => "organisations.json",
            Self::Invites => "invites.json",
            Self::InvitesSent => "invites-sent.json",
            Self::Exports => "exports.json",
            Self::Support => "support.json",
            Self::Screenshots => "screenshots/",
            Self::Notifications => "notifications.json",
            Self::Activity => "activity.csv",
        }
    }

    /// What it is.
    pub(super) fn text(self, texts: Texts) -> &'static str {
        match self {
            Self::Account => texts.export_file_account(),
            Self::Profile => texts.export_file_profile(),
            Self::Picture => texts.export_file_picture(),
            Self::Privacy => texts.export_file_privacy(),
            Self::Preferences => texts.export_file_preferences(),
            Self::Tokens => texts.export_file_tokens(),
            Self::Usage => texts.export_file_usage(),
            Self::Sessions => texts.export_file_sessions(),
            Self::Devices => texts.export_file_devices(),
            Self::TwoFactor => texts.export_file_two_factor(),
            Self::Passkeys => texts.export_file_passkeys(),
            Self::Organisations => texts.export_file_organisations(),
            Self::Invites => texts.export_file_invites(),
            Self::InvitesSent => texts.export_file_invites_sent(),
            Self::Exports => texts.export_file_exports(),
            Self::Support => texts.export_file_support(),
            Self::Screenshots => texts.export_file_screenshots(),
            Self::Notifications => texts.export_file_notifications(),
            Self::Activity => texts.export_file_activity(),
        }
    }
}
