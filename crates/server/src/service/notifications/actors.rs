//! By name people know who did something only while the two have to do with each other.

use std::collections::HashMap;

use domain::{Timestamp, UserId, notification::NotificationKind, organisation::ClientId};
use uuid::Uuid;

use super::Failure;
use crate::{
    service::privacy,
    store::{
        self, Connection,
        events::{Doer, Event},
    },
};

/// Those who caused these events, by the event's id, as far as a person who is told of them may know them at `now`: in an organisation that they belong to, and of who invites them while that waits for an answer.
/// Notifications stay with who left. What their former fellows are called from then on, they don't learn.
///
/// # Errors
/// `unavailable`.
pub(crate) async fn doers(
    db: &impl Connection,
    viewer: UserId,
    events: &[&Event],
    now: Timestamp,
) -> Result<HashMap<Uuid, Doer>, Failure> {
    let known = Known::read(db, viewer, events, now).await?;
    let by: Vec<_> = events.iter().filter_map(|event| Some((event.id, known.actor_of(event)?))).collect();
    let mut actors: Vec<UserId> = by.iter().map(|(_, actor)| *actor).collect();
    actors.sort_unstable_by_key(|actor| actor.0);
    actors.dedup();
    let doers = privacy::doers(db, &actors).await?;
    Ok(by.into_iter().filter_map(|(event, actor)| Some((event, doers.get(&actor)?.clone()))).collect())
}

/// With whom a person has to do, as far as some events are about it.
struct Known {
    joined: Vec<ClientId>,
    invited: Vec<(ClientId, UserId)>,
}

impl Known {
    /// One query, and another one if there are invites among them.
    async fn read(
        db: &impl Connection,
        viewer: UserId,
        events: &[&Event],
        now: Timestamp,
    ) -> Result<Self, Failure> {
        let by_somebody = || events.iter().filter(|event| event.told_actor().is_some());
        let clients = clients_of(by_somebody());
        let inviting = clients_of(by_somebody().filter(|event| is_invite(event)));
        let joined = if clients.is_empty() {
            Vec::new()
        } else {
            store::clients::joined_of(db, viewer, &clients).await?
        };
        let invited = if inviting.is_empty() {
            Vec::new()
        } else {
            store::invites::waiting_into(db, viewer, &inviting, now).await?
        };
        Ok(Self { joined, invited })
    }

    fn actor_of(&self, event: &Event) -> Option<UserId> {
        let (client, actor) = (event.client?, event.told_actor()?);
        // By somebody else, it is not this invite that waits.
        let invited = is_invite(event) && self.invited.contains(&(client, actor));
        (invited || self.joined.contains(&client)).then_some(actor)
    }
}

fn is_invite(event: &Event) -> bool {
    event.kind == NotificationKind::InviteReceived
}

fn clients_of<'a>(events: impl Iterator<Item = &'a &'a Event>) -> Vec<ClientId> {
    let mut clients: Vec<_> = events.filter_map(|event| event.client).collect();
    clients.sort_unstable_by_key(|client| client.0);
    clients.dedup();
    clients
}
