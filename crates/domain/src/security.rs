//! What happened to an account's security: the activity log.

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
        /// The profile was changed.
        ProfileChanged = "profile_changed",
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
