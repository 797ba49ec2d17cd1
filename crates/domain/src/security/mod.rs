//! What keeps an account safe, and what happened to it.

mod activity;
mod sessions;
mod two_factor;
mod words;

use serde::{Deserialize, Serialize};

use crate::AppError;

pub use activity::{ActivityEntry, ActivityFilter, ActivityGroup, ActivityPage};
pub use sessions::{SessionId, SessionSummary};
pub use two_factor::{
    BACKUP_CODES, BACKUP_CODES_FEW, BackupCode, BackupCodes, DEVICE_TRUST_DAYS, Device, DeviceId, Enrolment,
    Passkey, PasskeyId, PasskeyRequest, PendingSignIn, QrDrawing, SecondMethod, SecuritySummary,
};

/// Everything that the Security tab begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecurityPage {
    /// How the account is kept safe; an error while the identity provider can't be reached, which must keep
    /// nobody from ending their sessions.
    pub summary: Result<SecuritySummary, AppError>,
    /// Where the person is signed in, this session first.
    pub sessions: Vec<SessionSummary>,
    /// What happened lately.
    pub activity: ActivityPage,
}

crate::error::named! {
    /// One kind of entry in the activity log. The names are stored; they never change.
    SecurityEventKind {
        /// The account came to be.
        AccountCreated = "account_created",
        /// A sign-in with the right password.
        SignedIn = "signed_in",
        /// A try with a wrong password.
        SignInFailed = "sign_in_failed",
        /// The person ended this session.
        SignedOut = "signed_out",
        /// A new password was set with an emailed code.
        PasswordReset = "password_reset",
        /// A new password was set by who knew the old one.
        PasswordChanged = "password_changed",
        /// The account got another address; the subject is the one before.
        EmailChanged = "email_changed",
        /// A change of the address was undone from the mailbox before.
        EmailChangeUndone = "email_change_undone",
        /// Somebody said from a mail that it was not them: every session ended.
        AccountSecured = "account_secured",
        /// A right password, then a wrong code.
        SecondStepFailed = "second_step_failed",
        /// An authenticator app was set up: two-factor authentication is on.
        AuthenticatorEnabled = "authenticator_enabled",
        /// Another authenticator app took the place of the one before.
        AuthenticatorReplaced = "authenticator_replaced",
        /// Two-factor authentication was turned off.
        AuthenticatorDisabled = "authenticator_disabled",
        /// New backup codes were made, the ones before ended.
        BackupCodesMade = "backup_codes_made",
        /// A backup code was used to sign in.
        BackupCodeUsed = "backup_code_used",
        /// A device is trusted for 30 days.
        DeviceTrusted = "device_trusted",
        /// A device is not trusted any more; without a subject all of them.
        DeviceForgotten = "device_forgotten",
        /// A passkey was added; the subject is its name.
        PasskeyAdded = "passkey_added",
        /// A passkey got another name.
        PasskeyRenamed = "passkey_renamed",
        /// A passkey was removed.
        PasskeyRemoved = "passkey_removed",
        /// The person ended one of their sessions elsewhere.
        SessionEnded = "session_ended",
        /// The person ended all their other sessions, or all of them.
        SessionsEnded = "sessions_ended",
        /// The activity log was exported.
        ActivityExported = "activity_exported",
        /// The person asked for an export of their data.
        ExportRequested = "export_requested",
        /// An export of the person's data can be downloaded.
        ExportReady = "export_ready",
        /// A copy of the person's data could not be put together.
        ExportFailed = "export_failed",
        /// An administrator made a copy of the person's data.
        ExportedByAdmin = "exported_by_admin",
        /// An export was downloaded.
        ExportDownloaded = "export_downloaded",
        /// The person deleted an export.
        ExportDeleted = "export_deleted",
        /// The person wrote to support; the subject is the reference.
        SupportRequested = "support_requested",
        /// The profile was changed.
        ProfileChanged = "profile_changed",
        /// The person chose a profile picture.
        PictureChanged = "picture_changed",
        /// The person removed their profile picture.
        PictureRemoved = "picture_removed",
        /// The person shows something to fellow members; the subject is what, by its key.
        PrivacyShown = "privacy_shown",
        /// The person hides something from fellow members; the subject is what, by its key.
        PrivacyHidden = "privacy_hidden",
        /// The person proved again who they are, for something sensitive.
        SteppedUp = "stepped_up",
        /// A token was made.
        TokenCreated = "token_created",
        /// A token's value was shown to or copied by its owner.
        TokenRevealed = "token_revealed",
        /// A token got another name.
        TokenRenamed = "token_renamed",
        /// A token got a new value.
        TokenRotated = "token_rotated",
        /// A token was ended by its owner.
        TokenRevoked = "token_revoked",
        /// A token was found somewhere and reported, which ended it.
        TokenReported = "token_reported",
        /// A token was ended by an administrator.
        TokenRevokedByAdmin = "token_revoked_by_admin",
        /// An administrator looked at the list of tokens.
        TokensListedByAdmin = "tokens_listed_by_admin",
        /// An administrator had tokens shown.
        TokensRevealedByAdmin = "tokens_revealed_by_admin",
        /// An organisation was made.
        OrganisationCreated = "organisation_created",
        /// An organisation got another name.
        OrganisationRenamed = "organisation_renamed",
        /// An organisation was deleted.
        OrganisationDeleted = "organisation_deleted",
        /// The person invited somebody.
        MemberInvited = "member_invited",
        /// An invite was taken back.
        InviteCancelled = "invite_cancelled",
        /// The person accepted an invite.
        InviteAccepted = "invite_accepted",
        /// The person declined an invite.
        InviteDeclined = "invite_declined",
        /// The person gave a member another role.
        MemberRoleChanged = "member_role_changed",
        /// The person removed a member.
        MemberRemoved = "member_removed",
        /// The person left an organisation.
        OrganisationLeft = "organisation_left",
    }
}

impl SecurityEventKind {
    /// The kinds that are about tokens.
    pub const ABOUT_TOKENS: &[Self] = &[
        Self::TokenCreated,
        Self::TokenRevealed,
        Self::TokenRenamed,
        Self::TokenRotated,
        Self::TokenRevoked,
        Self::TokenReported,
        Self::TokenRevokedByAdmin,
        Self::TokensListedByAdmin,
        Self::TokensRevealedByAdmin,
    ];
}
