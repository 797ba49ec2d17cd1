//! What others are told when somebody leaves for good, and all that follows from it: gathered, then stored with
//! few statements, however much it is.

use domain::{Locale, Timestamp, UserId, notification::NotificationKind, organisation::Organisation};
use uuid::Uuid;

use super::Failure;
use crate::{
    app::App,
    jobs::Message,
    service::delivery::{Audience, PAGE, Telling},
    store::{
        self, Connection,
        events::{DELETED, Event},
        outbox::NewMessage,
    },
};

/// Events and messages that are to be stored.
pub(super) struct Tellings {
    app: App,
    at: Timestamp,
    events: Vec<Event>,
    messages: Vec<NewMessage>,
}

impl Tellings {
    /// Nothing yet.
    pub fn new(app: &App) -> Self {
        Self { app: app.clone(), at: app.now(), events: Vec::new(), messages: Vec::new() }
    }

    /// An organisation is deleted; these are the others who belonged to it.
    pub fn organisation_deleted(
        &mut self,
        organisation: &Organisation,
        members: &[UserId],
    ) -> Result<(), Failure> {
        if members.is_empty() {
            return Ok(());
        }
        let pages = members.chunks(PAGE).map(|page| Audience::People(page.to_vec()));
        self.tell(NotificationKind::OrganisationDeleted, organisation, pages)
    }

    /// An organisation has another owner.
    pub fn handed_over(&mut self, organisation: &Organisation, heir: UserId) -> Result<(), Failure> {
        let others = Audience::MembersBut(organisation.id, heir);
        self.tell(NotificationKind::RoleChanged, organisation, [others])?;
        self.tell(NotificationKind::YourRoleChanged, organisation, [Audience::Person(heir)])
    }

    /// Somebody belongs to an organisation no more.
    pub fn left(&mut self, organisation: &Organisation) -> Result<(), Failure> {
        self.tell(NotificationKind::MemberLeft, organisation, [Audience::Members(organisation.id)])
    }

    fn tell(
        &mut self,
        kind: NotificationKind,
        organisation: &Organisation,
        audiences: impl IntoIterator<Item = Audience>,
    ) -> Result<(), Failure> {
        let event = Event::new(self.app.entropy.uuid(), kind, self.at);
        let mut event = event.by(DELETED).within(organisation.id).about(&organisation.name);
        for audience in audiences {
            if let Audience::Person(user) = audience {
                event.user = Some(user);
            }
            // Nobody knows the languages of those who didn't ask.
            let telling = Telling { event: event.id, audience, after: None };
            self.enqueue(&Message::Tell(telling), Locale::default())?;
        }
        self.events.push(event);
        Ok(())
    }

    /// Has something done after the commit. Answers the message's id.
    pub fn enqueue(&mut self, message: &Message, locale: Locale) -> Result<Uuid, Failure> {
        let id = self.app.entropy.uuid();
        self.messages.push(message.to_store(id, self.at, locale)?);
        Ok(id)
    }

    /// Stores all of it.
    pub async fn store(self, db: &impl Connection) -> Result<(), Failure> {
        store::events::insert_all(db, &self.events).await?;
        Ok(store::outbox::insert_new(db, self.messages).await?)
    }
}
