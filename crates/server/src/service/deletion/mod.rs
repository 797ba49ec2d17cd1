//! Leaving for good: one transaction after which the person is out and their address is free, and a job that
//! removes the rest.

mod confirm;
mod former;
mod job;
mod plan;
mod telling;

use std::collections::HashMap;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    ErrorCode, Locale, UserId,
    account::DeletionRequest,
    organisation::{ClientId, Organisation},
};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use uuid::Uuid;

use super::{Failure, keys, notifications, objects::Kind, sessions, step_up, support};
use crate::{
    app::App,
    auth::CurrentUser,
    jobs::Message,
    store::{
        self, Connection,
        deletions::Deletion,
        departures::{Departure, Fate},
        people::Person,
    },
};
use telling::Tellings;

pub(crate) use former::{forget_former, is_deleted};
pub(crate) use job::finish;
pub use plan::plan;

/// So often it is tried while the database says that others were in the way: each takes far less than a second.
const TRIES: u32 = 3;

/// What a deletion did.
#[derive(Clone, Debug)]
pub struct Deleted {
    /// The organisations that went with the account.
    pub organisations: Vec<Organisation>,
    /// The message that has the rest removed.
    pub message: Uuid,
}

/// Who deletes an account.
enum By<'a> {
    /// Its owner, who confirmed what goes with it.
    Person(&'a DeletionRequest, &'a CurrentUser),
    /// An administrator.
    Administrator,
}

/// Deletes the person's account, as they confirmed it.
///
/// # Errors
/// `step_up`; `invalid` for an address or an organisation's name that is not the one; `conflict` when
/// something else would become of their organisations than they confirmed; `subscription_active`, `address_changed`.
pub async fn delete(app: &App, user: &CurrentUser, request: DeletionRequest) -> Result<(), Failure> {
    let db = app.database.connection();
    // Before the person: whoever deletes the account meanwhile takes these with it.
    let departures = store::departures::of(db, user.id).await?;
    let person = store::people::find(db, user.id).await?.ok_or(ErrorCode::SignedOut)?;
    let request = request.checked(&person.email)?;
    let by = By::Person(&request, user);
    by.may_delete(app, db, &person, &departures).await?;
    step_up::require(app, user)?;
    // Boxed: it is large, and rare.
    let deleted = Box::pin(carry_through(app, user.id, &by)).await?;
    deleted.map(drop).ok_or_else(|| ErrorCode::SignedOut.into())
}

/// Deletes somebody's account, with the organisations that only they administer, by an administrator.
///
/// # Errors
/// `not_found`, `subscription_active`, `unavailable`.
pub async fn delete_as_admin(app: &App, user: UserId) -> Result<Deleted, Failure> {
    let deleted = Box::pin(carry_through(app, user, &By::Administrator)).await?;
    deleted.ok_or_else(|| ErrorCode::NotFound.into())
}

impl By<'_> {
    /// That they may delete what would be deleted now.
    async fn may_delete(
        &self,
        app: &App,
        db: &impl Connection,
        person: &Person,
        departures: &[Departure],
    ) -> Result<(), Failure> {
        if let Self::Person(request, user) = self {
            // Somebody may have ended it since it was recognised: its owner, whose account this is.
            if !sessions::lasts(app, db, user.session).await? {
                return Err(ErrorCode::SignedOut.into());
            }
            // The address may have been changed since they typed it.
            (*request).clone().checked(&person.email)?;
            confirm::check(departures, request)?;
            if plan::not_before(app, db, person.id).await?.is_some() {
                return Err(ErrorCode::AddressChanged.into());
            }
        }
        if departures.iter().any(Departure::is_in_the_way) {
            return Err(ErrorCode::SubscriptionActive.into());
        }
        Ok(())
    }

    fn locale(&self) -> Option<Locale> {
        match self {
            Self::Person(_, user) => Some(user.locale),
            Self::Administrator => None,
        }
    }

    fn feedback(&self) -> Option<&str> {
        match self {
            Self::Person(request, _) => request.feedback.as_deref(),
            Self::Administrator => None,
        }
    }
}

/// Makes it true, however often others get in between. Nothing when there is no such person any more.
async fn carry_through(app: &App, user: UserId, by: &By<'_>) -> Result<Option<Deleted>, Failure> {
    for _ in 1..TRIES {
        match carry_out(app, user, by).await {
            Err(failure) if failure.is_of_a_race() => {}
            done => return done,
        }
    }
    carry_out(app, user, by).await
}

/// Makes it true. Nothing when there is no such person any more.
///
/// Locks are taken in the order in which everybody else takes them, so that none waits for another: the number of the
/// last notification (as telling does), the person, their organisations. The person's row itself is changed last,
/// because that waits for all who are adding a row that names them.
async fn carry_out(app: &App, user: UserId, by: &By<'_>) -> Result<Option<Deleted>, Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    store::deliveries::lock_head(db, user).await?;
    store::people::lock(db, user).await?;
    let Some(person) = store::people::find(db, user).await? else { return Ok(None) };
    store::deletions::lock_clients_of(db, user).await?;
    let departures = store::departures::of(db, user).await?;
    by.may_delete(app, db, &person, &departures).await?;

    let gone = gone(&departures);
    // Before the organisations, which take their invites with them in no order.
    store::deletions::delete_invites(db, user, &person.email, &ids(&gone)).await?;
    let mut tellings = leave(app, db, user, &departures).await?;
    if let Some(id) = store::objects::picture_of(db, user).await? {
        tellings.enqueue(&Message::DeleteObject { object: Kind::Picture, id }, Locale::default())?;
    }
    let keys = store::key_changes::keys_of(db, user, app.now()).await?;
    store::deletions::delete_rows(db, user, &person.email).await?;
    let message = say_goodbye(app, db, &person, by, &mut tellings).await?;
    tellings.store(db).await?;
    note(app, db, &person, by, gone.len()).await?;
    keys::commit_changes(app, transaction, &keys).await?;
    metrics::counter!("account_deletions_total", "step" => "begun").increment(1);
    app.wake_worker();
    // So that their open windows close.
    notifications::look(app, user).await;
    Ok(Some(Deleted { organisations: gone, message }))
}

/// Has the person's organisations do without them. Answers what is told of it.
async fn leave(
    app: &App,
    db: &impl Connection,
    user: UserId,
    departures: &[Departure],
) -> Result<Tellings, Failure> {
    let mut tellings = Tellings::new(app);
    let gone = ids(&gone(departures));
    let mut others: HashMap<ClientId, Vec<UserId>> = HashMap::new();
    for (client, member) in store::deletions::delete_clients(db, &gone).await? {
        if member != user {
            others.entry(client).or_default().push(member);
        }
    }
    let mut heirs = Vec::new();
    for departure in departures {
        match departure.fate() {
            Fate::Gone => {
                let others = others.remove(&departure.organisation.id).unwrap_or_default();
                tellings.organisation_deleted(&departure.organisation, &others)?;
            }
            Fate::HandedOver(heir) => {
                heirs.push((departure.organisation.id, heir));
                tellings.handed_over(&departure.organisation, heir)?;
                tellings.left(&departure.organisation)?;
            }
            Fate::Left => tellings.left(&departure.organisation)?,
        }
    }
    store::deletions::make_owners(db, &heirs).await?;
    Ok(tellings)
}

/// Has the rest removed, the address told, and keeps why they leave, if they say so. Answers the message that has the
/// rest removed.
async fn say_goodbye(
    app: &App,
    db: &impl Connection,
    person: &Person,
    by: &By<'_>,
    tellings: &mut Tellings,
) -> Result<Uuid, Failure> {
    let locale = by.locale().unwrap_or_default();
    let message = tellings.enqueue(&Message::DeleteAccount { user: person.id }, locale)?;
    let last_mail = Message::AccountDeletedMail { email: person.email.clone(), at: app.now() };
    tellings.enqueue(&last_mail, locale)?;
    if let Some(text) = by.feedback() {
        let request = support::keep_feedback(app, db, text, locale).await?;
        if app.config.support.email.is_some() {
            tellings.enqueue(&Message::SupportRequestMail { request }, Locale::default())?;
        }
    }
    Ok(message)
}

/// Leaves the tombstone, and the note that somebody was here.
async fn note(
    app: &App,
    db: &impl Connection,
    person: &Person,
    by: &By<'_>,
    organisations: usize,
) -> Result<(), Failure> {
    let at = app.now();
    let by_person = matches!(by, By::Person(..));
    let deletion = Deletion { pseudonym: pseudonym(app, person.id), by_person, at, organisations };
    store::deletions::note(db, &deletion).await?;
    let hash = keyed_hash(app, "deleted address", person.email.as_bytes());
    Ok(store::deletions::bury(db, person.id, at, &hash).await?)
}

/// What stands for a deleted person in `deletions`.
fn pseudonym(app: &App, user: UserId) -> String {
    keyed_hash(app, "deleted person", user.0.as_bytes())
}

/// The same, and what stood for them before the installation's key was changed.
fn pseudonyms(app: &App, user: UserId) -> Vec<String> {
    keyed_hashes(app, "deleted person", user.0.as_bytes())
}

fn keyed_hash(app: &App, purpose: &str, text: &[u8]) -> String {
    encoded(app.secrets.mac(purpose), text)
}

fn keyed_hashes(app: &App, purpose: &str, text: &[u8]) -> Vec<String> {
    app.secrets.macs(purpose).map(|mac| encoded(mac, text)).collect()
}

fn encoded(mut mac: Hmac<Sha256>, text: &[u8]) -> String {
    mac.update(text);
    BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

fn gone(departures: &[Departure]) -> Vec<Organisation> {
    let gone = departures.iter().filter(|departure| departure.fate() == Fate::Gone);
    gone.map(|departure| departure.organisation.clone()).collect()
}

fn ids(organisations: &[Organisation]) -> Vec<ClientId> {
    organisations.iter().map(|organisation| organisation.id).collect()
}
