//! The words for what the activity log holds.

use super::SecurityEventKind as Kind;
use crate::{Texts, privacy::PrivacyItem};

impl Kind {
    /// What happened. The subject is a name, of a key, an organisation, a device; it may be empty.
    #[must_use]
    pub fn words(self, texts: Texts, subject: &str) -> String {
        let plain = match self {
            Kind::AccountCreated => texts.event_account_created(),
            Kind::SignedIn => texts.event_signed_in(),
            Kind::SignInFailed => texts.event_sign_in_failed(),
            Kind::SignedOut => texts.event_signed_out(),
            Kind::PasswordReset => texts.event_password_reset(),
            Kind::PasswordChanged => texts.event_password_changed(),
            Kind::EmailChanged => return texts.event_email_changed(subject),
            Kind::EmailChangeUndone => return texts.event_email_change_undone(subject),
            Kind::AccountSecured => texts.event_account_secured(),
            Kind::SecondStepFailed => texts.event_second_step_failed(),
            Kind::AuthenticatorEnabled => texts.event_authenticator_enabled(),
            Kind::AuthenticatorReplaced => texts.event_authenticator_replaced(),
            Kind::AuthenticatorDisabled => texts.event_authenticator_disabled(),
            Kind::BackupCodesMade => texts.event_backup_codes_made(),
            Kind::BackupCodeUsed => texts.event_backup_code_used(),
            Kind::DeviceTrusted => texts.event_device_trusted(),
            Kind::DeviceForgotten if subject.is_empty() => texts.event_devices_forgotten(),
            Kind::DeviceForgotten => return texts.event_device_forgotten(subject),
            Kind::PasskeyAdded => return texts.event_passkey_added(subject),
            Kind::PasskeyRenamed => return texts.event_passkey_renamed(subject),
            Kind::PasskeyRemoved => return texts.event_passkey_removed(subject),
            Kind::SessionEnded if subject.is_empty() => texts.event_session_ended(),
            Kind::SessionEnded => return texts.event_session_ended_on(subject),
            Kind::SessionsEnded => texts.event_sessions_ended(),
            Kind::ActivityExported => texts.event_activity_exported(),
            Kind::ExportRequested => texts.event_export_requested(),
            Kind::ExportReady => texts.event_export_ready(),
            Kind::ExportFailed => texts.event_export_failed(),
            Kind::ExportedByAdmin => texts.event_exported_by_admin(),
            Kind::ExportDownloaded => texts.event_export_downloaded(),
            Kind::ExportDeleted => texts.event_export_deleted(),
            Kind::SupportRequested => return texts.event_support_requested(subject),
            Kind::ProfileChanged => texts.event_profile_changed(),
            Kind::PictureChanged => texts.event_picture_changed(),
            Kind::PictureRemoved => texts.event_picture_removed(),
            Kind::PrivacyShown => return texts.event_privacy_shown(item(texts, subject)),
            Kind::PrivacyHidden => return texts.event_privacy_hidden(item(texts, subject)),
            Kind::SteppedUp => texts.event_stepped_up(),
            Kind::TokenCreated => return texts.event_token_created(subject),
            Kind::TokenRevealed => return texts.event_token_revealed(subject),
            Kind::TokenRenamed => return texts.event_token_renamed(subject),
            Kind::TokenRotated => return texts.event_token_rotated(subject),
            Kind::TokenRevoked => return texts.event_token_revoked(subject),
            Kind::TokenReported => return texts.event_token_reported(subject),
            Kind::TokenRevokedByAdmin => return texts.event_token_revoked_by_admin(subject),
            Kind::TokensListedByAdmin => texts.event_tokens_listed_by_admin(),
            Kind::TokensRevealedByAdmin => texts.event_tokens_revealed_by_admin(),
            Kind::OrganisationCreated => return texts.event_organisation_created(subject),
            Kind::OrganisationRenamed => return texts.event_organisation_renamed(subject),
            Kind::OrganisationDeleted => return texts.event_organisation_deleted(subject),
            Kind::MemberInvited => return texts.event_member_invited(subject),
            Kind::InviteCancelled => return texts.event_invite_cancelled(subject),
            Kind::InviteAccepted => return texts.event_invite_accepted(subject),
            Kind::InviteDeclined => texts.event_invite_declined(),
            Kind::MemberRoleChanged => return texts.event_member_role_changed(subject),
            Kind::MemberRemoved => return texts.event_member_removed(subject),
            Kind::OrganisationLeft => return texts.event_organisation_left(subject),
        };
        plain.to_owned()
    }

    /// Whether the person should look twice: somebody else did it, or may have.
    #[must_use]
    pub const fn needs_a_look(self) -> bool {
        matches!(
            self,
            Kind::SignInFailed
                | Kind::SecondStepFailed
                | Kind::EmailChangeUndone
                | Kind::AccountSecured
                | Kind::AuthenticatorDisabled
                | Kind::BackupCodeUsed
                | Kind::TokenReported
                | Kind::TokenRevokedByAdmin
                | Kind::TokensListedByAdmin
                | Kind::TokensRevealedByAdmin
                | Kind::ExportedByAdmin
        )
    }
}

/// What people call something that is shown or hidden.
fn item(texts: Texts, key: &str) -> &str {
    PrivacyItem::from_key(key).map_or(key, |item| item.label(texts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_words_of_its_own() {
        let texts = Texts::default();
        let mut words: Vec<_> = Kind::ALL.iter().map(|kind| kind.words(texts, "It")).collect();
        assert!(words.iter().all(|words| !words.is_empty()));
        words.sort();
        words.dedup();
        assert_eq!(words.len(), Kind::ALL.len());
    }

    #[test]
    fn no_words_have_a_hole_where_there_is_no_name() {
        for kind in [Kind::DeviceForgotten, Kind::SessionEnded, Kind::SignedIn] {
            assert!(!kind.words(Texts::default(), "").starts_with(' '), "{kind:?}");
        }
    }
}
