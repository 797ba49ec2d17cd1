//! Where a notification leads: the same from the bell, the page and the mail.

use super::{Notification, NotificationKind as Kind};
use crate::{security::SecurityEventKind as Event, support::reference_as_stored};

impl Notification {
    /// The path of the page to look at next, if there is one. What the platform reports has no page here.
    #[must_use]
    pub fn page(&self) -> Option<String> {
        let page = match self.kind {
            Kind::InviteReceived => "/organisations/invites",
            Kind::Security => self.event.map_or("/settings/security", page_of),
            Kind::MemberJoined
            | Kind::MemberLeft
            | Kind::MemberRemoved
            | Kind::RoleChanged
            | Kind::YourRoleChanged
            | Kind::OrganisationRenamed => {
                return self
                    .organisation
                    .map(|organisation| format!("/organisations/{organisation}/members"));
            }
            // The person is no member of it any more.
            Kind::YouWereRemoved | Kind::OrganisationDeleted => "/organisations",
            Kind::SupportReplied => {
                let reference = reference_as_stored(&self.message);
                return Some(
                    reference.map_or("/support".to_owned(), |reference| format!("/support/{reference}")),
                );
            }
            Kind::SystemUpdate
            | Kind::UsageAlert
            | Kind::Billing
            | Kind::Alert
            | Kind::RequestFailure
            | Kind::ProxyStatus => return None,
        };
        Some(page.to_owned())
    }
}

/// The page that shows what an event is about. All of them stand in the log on the Security tab.
fn page_of(event: Event) -> &'static str {
    match event {
        Event::ExportRequested
        | Event::ExportReady
        | Event::ExportFailed
        | Event::ExportedByAdmin
        | Event::ExportDownloaded
        | Event::ExportDeleted => "/settings/account",
        event if Event::ABOUT_TOKENS.contains(&event) => "/settings/keys",
        _ => "/settings/security",
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{Timestamp, notification::NotificationId, organisation::ClientId};

    fn told(kind: Kind, event: Option<Event>, message: &str) -> Option<String> {
        let notification = Notification {
            id: NotificationId(Uuid::nil()),
            number: 1,
            kind,
            event,
            organisation: Some(ClientId(Uuid::nil())),
            subject: "../keys".into(),
            actor: None,
            actor_deleted: false,
            title: String::new(),
            message: message.into(),
            count: 1,
            at: Timestamp(0),
            read: false,
        };
        notification.page()
    }

    #[test]
    fn each_leads_to_where_it_belongs() {
        let members = "/organisations/00000000-0000-0000-0000-000000000000/members";
        for (kind, event, page) in [
            (Kind::Security, Some(Event::TokenCreated), "/settings/keys"),
            (Kind::Security, Some(Event::TokenRevokedByAdmin), "/settings/keys"),
            (Kind::Security, Some(Event::ExportReady), "/settings/account"),
            (Kind::Security, Some(Event::ExportedByAdmin), "/settings/account"),
            (Kind::Security, Some(Event::PasskeyAdded), "/settings/security"),
            (Kind::Security, None, "/settings/security"),
            (Kind::InviteReceived, None, "/organisations/invites"),
            (Kind::MemberJoined, None, members),
            (Kind::YouWereRemoved, None, "/organisations"),
        ] {
            assert_eq!(told(kind, event, "").as_deref(), Some(page), "{kind:?} {event:?}");
        }
        assert!(Kind::PLATFORM.iter().all(|kind| told(*kind, None, "").is_none()));
    }

    #[test]
    fn an_answer_leads_to_its_request_and_nothing_else_to_anywhere() {
        let answered = |reference| told(Kind::SupportReplied, None, reference);
        assert_eq!(answered("SR-4F7K9M2X").as_deref(), Some("/support/SR-4F7K9M2X"));
        for odd in ["", "../settings/keys", "//evil.example"] {
            assert_eq!(answered(odd).as_deref(), Some("/support"), "{odd}");
        }
    }
}
