//! What people show to fellow members, decided in one place.
//!
//! The store hands out what is about somebody else [`Veiled`], and only here is that lifted: whatever a fellow
//! member, a program of theirs or somebody with an invite gets to see of a person went through this module. What
//! is hidden is hidden from everybody but the person, from admins and owners too.
//!
//! There is one exception, and it is not made here (`service/invites.rs`): who invites an address that a member has is
//! told so, whether or not that member shows it. They knew the address, learn nothing of whose it is, and would
//! otherwise wait for an answer that can't come.

use std::collections::HashMap;

use domain::{
    ErrorCode, UserId,
    organisation::{ClientId, Member, MyInvite},
    privacy::{MemberAction, MemberProfile, PrivacyItem, PrivacyPage, PrivacyPreview, PrivacySettings},
    security::SecurityEventKind as Kind,
    token::USES_DAYS,
};

use super::{Failure, keys};
use crate::{
    app::App,
    auth::{Actor, CurrentUser},
    ports::entropy::Entropy,
    store::{
        self, Connection,
        clients::Membership,
        events::Doer,
        invites::WaitingInvite,
        privacy::{About, Name, Veiled},
        security_events::SecurityEvent,
    },
};

/// Entries of each list of doings.
const LATEST: u64 = 10;

/// What an organisation's members see that somebody did in it.
const ACTIONS: &[Kind] = &[
    Kind::OrganisationRenamed,
    Kind::MemberInvited,
    Kind::InviteCancelled,
    Kind::InviteAccepted,
    Kind::MemberRoleChanged,
    Kind::MemberRemoved,
];
/// What they see that somebody did in no organisation.
const ACTIONS_ANYWHERE: &[Kind] = &[Kind::ProfileChanged];
/// What an organisation's members see that somebody made in it.
const CREATIONS: &[Kind] = &[Kind::OrganisationCreated];
/// What they see that somebody made in no organisation.
const CREATIONS_ANYWHERE: &[Kind] = &[Kind::TokenCreated];

/// What the Privacy tab begins with.
///
/// # Errors
/// `signed_out` when the account is gone.
pub async fn page(app: &App, user: &CurrentUser) -> Result<PrivacyPage, Failure> {
    let settings = store::privacy::settings(app.database.connection(), user.id).await?;
    Ok(PrivacyPage { settings: settings.ok_or(ErrorCode::SignedOut)? })
}

/// Shows an item or hides it. A picture that is hidden gets another name: who has the link sees it no more.
///
/// # Errors
/// `signed_out` when the account is gone.
pub async fn set(
    app: &App,
    user: &CurrentUser,
    item: PrivacyItem,
    shown: bool,
) -> Result<PrivacySettings, Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    if store::privacy::set(db, user.id, item, shown).await? {
        if item == PrivacyItem::Picture && !shown {
            store::privacy::rename_picture(db, user.id, &picture_name(&*app.entropy)).await?;
        }
        let kind = if shown { Kind::PrivacyShown } else { Kind::PrivacyHidden };
        store::security_events::insert(db, user.event(app, kind).about(item.key())).await?;
    }
    let settings = store::privacy::settings(db, user.id).await?.ok_or(ErrorCode::SignedOut)?;
    transaction.commit().await?;
    Ok(settings)
}

/// A name that nobody guesses: 128 random bits in 32 letters.
pub(super) fn picture_name(entropy: &dyn Entropy) -> String {
    let letter = |half: u8| char::from(b'a' + half);
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    bytes.iter().flat_map(|byte| [letter(byte >> 4), letter(byte & 15)]).collect()
}

/// The person as fellow members see them, with what they did in all their organisations: in each one only what
/// they did there is seen.
///
/// # Errors
/// `signed_out` when the account is gone.
pub async fn preview(app: &App, user: &CurrentUser) -> Result<PrivacyPreview, Failure> {
    let about = store::privacy::about(app.database.connection(), user.id).await?;
    let profile = profile(app, user.id, about.ok_or(ErrorCode::SignedOut)?, None).await?;
    Ok(PrivacyPreview { profile, now: app.now() })
}

/// The names of those of these people who have one and show it. One query, however many they are.
///
/// # Errors
/// `unavailable`.
pub(crate) async fn shown_names(
    db: &impl Connection,
    people: &[UserId],
) -> Result<HashMap<UserId, String>, Failure> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let names = store::privacy::names(db, people).await?.into_iter();
    let shown = names.map(|(person, name)| (person, shown_name(name).full()));
    Ok(shown.filter(|(_, name)| !name.is_empty()).collect())
}

/// Who these people are to those who may know that they did something: those who show their name by it, and those
/// whose account is gone. Who is neither is not in it. One query, however many they are.
///
/// # Errors
/// `unavailable`.
pub(crate) async fn doers(db: &impl Connection, people: &[UserId]) -> Result<HashMap<UserId, Doer>, Failure> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let mut doers: HashMap<_, _> = people.iter().map(|person| (*person, Doer::Deleted)).collect();
    for (person, name) in store::privacy::names(db, people).await? {
        match shown_name(name).full() {
            hidden if hidden.is_empty() => doers.remove(&person),
            name => doers.insert(person, Doer::Named(name)),
        };
    }
    Ok(doers)
}

/// An invite as the invited person sees it, who is no fellow member yet.
pub(crate) fn invite(waiting: WaitingInvite) -> MyInvite {
    MyInvite {
        id: waiting.id,
        client: waiting.client,
        organisation: waiting.organisation,
        role: waiting.role,
        invited_by: shown_name(waiting.invited_by).full(),
        created_at: waiting.created_at,
        expires_at: waiting.expires_at,
    }
}

/// A person who shares an organisation with the one who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fellow {
    /// First Name, or empty.
    pub first_name: String,
    /// Last Name, or empty.
    pub last_name: String,
    /// The address, if they show it.
    pub email: Option<String>,
    /// The name of their picture's file, if they have one and show it.
    pub picture: Option<String>,
    /// The bio, if they show it.
    pub bio: Option<String>,
}

/// A person as `viewer` sees them.
pub(super) fn fellow(viewer: &Actor, person: UserId, about: Veiled<About>) -> Fellow {
    let Seen { name, email, picture, bio } = seen(viewer, person, about);
    let name = name.unwrap_or_default();
    Fellow { first_name: name.first, last_name: name.last, email, picture, bio }
}

/// A member as `viewer` sees them.
pub(super) fn member(viewer: &Actor, membership: Membership) -> Member {
    let Membership { user, role, joined_at, about } = membership;
    let Seen { name, email, picture, bio: _ } = seen(viewer, user, about);
    let name = name.unwrap_or_default();
    Member { user, first_name: name.first, last_name: name.last, email, picture, role, joined_at }
}

/// Somebody as the members of an organisation see them, or without one as those of all their organisations do
/// together. Whoever asks: also to oneself it tells what others see.
pub(super) async fn profile(
    app: &App,
    person: UserId,
    about: Veiled<About>,
    within: Option<ClientId>,
) -> Result<MemberProfile, Failure> {
    let (shows, about) = about.lift_veil();
    let Seen { name, email, picture, bio } = Seen::of(shows, about);
    let db = app.database.connection();
    let mut profile = MemberProfile {
        name: name.as_ref().map(Name::full),
        email,
        picture,
        bio,
        ..MemberProfile::default()
    };
    if shows.recent_actions {
        profile.actions = Some(latest(db, person, within, ACTIONS, ACTIONS_ANYWHERE).await?);
    }
    if shows.resource_creation {
        profile.creations = Some(latest(db, person, within, CREATIONS, CREATIONS_ANYWHERE).await?);
    }
    if shows.api_usage {
        profile.usage = Some(usage(app, person).await?);
    }
    Ok(profile)
}

/// What is seen of a person. What they hide is not in it.
struct Seen {
    name: Option<Name>,
    email: Option<String>,
    picture: Option<String>,
    bio: Option<String>,
}

impl Seen {
    fn of(shows: PrivacySettings, about: About) -> Self {
        Self {
            name: Some(about.name).filter(|_| shows.full_name),
            email: Some(about.email).filter(|_| shows.email),
            picture: about.picture.filter(|_| shows.picture),
            bio: Some(about.bio).filter(|_| shows.bio),
        }
    }
}

/// What `viewer` sees of a person: all of themselves.
fn seen(viewer: &Actor, person: UserId, about: Veiled<About>) -> Seen {
    let (shows, about) = about.lift_veil();
    let everything = |shows: PrivacySettings, item: &PrivacyItem| shows.with(*item, true);
    let own = viewer.id == person;
    Seen::of(if own { PrivacyItem::ALL.iter().fold(shows, everything) } else { shows }, about)
}

/// A name as far as it is shown; empty if it isn't.
fn shown_name(name: Veiled<Name>) -> Name {
    let (shows, name) = name.lift_veil();
    if shows.full_name { name } else { Name::default() }
}

/// The latest entries of some kinds in an organisation and of some in none; without an organisation of all of
/// them in any. Two queries: both find theirs in the order of an index.
async fn latest(
    db: &impl Connection,
    person: UserId,
    within: Option<ClientId>,
    kinds: &[Kind],
    anywhere: &[Kind],
) -> Result<Vec<MemberAction>, Failure> {
    let mut events = if within.is_some() {
        let mut events = store::security_events::last_within(db, person, within, kinds, LATEST).await?;
        events.extend(store::security_events::last_within(db, person, None, anywhere, LATEST).await?);
        events
    } else {
        store::security_events::last(db, person, &[kinds, anywhere].concat(), LATEST).await?
    };
    events.sort_by_key(|event| std::cmp::Reverse((event.at, event.id)));
    let action = |event: SecurityEvent| MemberAction { kind: event.kind, at: event.at };
    Ok(events.into_iter().map(action).take(usize::try_from(LATEST).unwrap_or(usize::MAX)).collect())
}

/// How often a person's tokens were used on each of the last days, the oldest first.
async fn usage(app: &App, person: UserId) -> Result<Vec<u64>, Failure> {
    // So that the person finds here what the Keys tab says.
    keys::write_uses(app).await;
    let first_day = keys::day(app.now()) - i64::from(USES_DAYS) + 1;
    let mut days = vec![0; usize::from(USES_DAYS)];
    for (day, uses) in store::token_uses::of_person(app.database.connection(), person, first_day).await? {
        if let Some(place) = usize::try_from(day - first_day).ok().and_then(|place| days.get_mut(place)) {
            *place = uses;
        }
    }
    Ok(days)
}
