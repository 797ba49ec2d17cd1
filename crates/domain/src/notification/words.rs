//! What a notification says: the same in the bell, on the page and in the mail.

use super::{Notification, NotificationKind as Kind};
use crate::{Texts, security::SecurityEventKind};

impl Notification {
    /// What happened, in a few words.
    #[must_use]
    pub fn headline(&self, texts: Texts) -> String {
        let (who, what) = (self.who(texts), self.subject.as_str());
        let headline = match self.kind {
            Kind::InviteReceived => texts.told_invite(what),
            Kind::Security => match self.event {
                // Of logins only those on a new device are told.
                Some(SecurityEventKind::SignedIn) => texts.told_new_device().to_owned(),
                Some(event) => event.words(texts, what),
                None => texts.told_security().to_owned(),
            },
            Kind::MemberJoined => texts.told_member_joined(what, &who),
            Kind::MemberLeft => texts.told_member_left(what, &who),
            Kind::MemberRemoved => texts.told_member_removed(what, &who),
            Kind::RoleChanged => texts.told_role_changed(what, &who),
            Kind::YourRoleChanged => texts.told_your_role_changed(what),
            Kind::YouWereRemoved => texts.told_you_were_removed(what),
            Kind::OrganisationRenamed => texts.told_organisation_renamed(what),
            Kind::OrganisationDeleted => texts.told_organisation_deleted(what),
            Kind::SupportReplied => texts.told_support_replied(what),
            Kind::SystemUpdate
            | Kind::UsageAlert
            | Kind::Billing
            | Kind::Alert
            | Kind::RequestFailure
            | Kind::ProxyStatus => self.title.clone(),
        };
        if self.count > 1 { texts.told_times(&self.count.to_string(), &headline) } else { headline }
    }

    /// What else there is to say; empty where the headline says it all.
    #[must_use]
    pub fn detail(&self, texts: Texts) -> String {
        match self.kind {
            Kind::InviteReceived => match self.known(texts) {
                Some(who) => texts.told_invite_by(&who),
                None => texts.told_invite_answer().to_owned(),
            },
            Kind::Security => match self.event {
                Some(SecurityEventKind::TokenCreated | SecurityEventKind::TokenRevealed) => {
                    texts.told_key_look().to_owned()
                }
                Some(SecurityEventKind::ExportReady) => texts.told_export_ready().to_owned(),
                Some(SecurityEventKind::ExportFailed) => texts.told_export_failed().to_owned(),
                _ => texts.told_security_look().to_owned(),
            },
            _ => self.message.clone(),
        }
    }

    /// Who did it, by their name where they show it.
    fn who(&self, texts: Texts) -> String {
        self.known(texts).unwrap_or_else(|| texts.told_somebody().to_owned())
    }

    /// What is known of who did it: their name, or that they are gone.
    fn known(&self, texts: Texts) -> Option<String> {
        let gone = self.actor_deleted.then(|| texts.told_deleted_user().to_owned());
        gone.or_else(|| self.actor.clone())
    }
}
