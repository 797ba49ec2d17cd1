//! Requests to support: what a person submits, and what support does with it on the command line.
//!
//! Nothing here waits for mail: a request is stored and answered with its reference, whether or not a mail
//! server can be reached.

use std::time::Duration;

use domain::{
    AppError, ErrorCode, Field, Locale, Problem, Texts, Timestamp, UserId,
    notification::NotificationKind,
    picture::PictureFile,
    security::SecurityEventKind,
    support::{
        FEEDBACK, REQUESTS_SHOWN, SupportDraft, SupportPage, SupportReply, SupportRequest, SupportState,
        SupportThread, checked_reply, reference_as_stored, reference_from_random,
    },
};
use uuid::Uuid;

use super::{
    Failure,
    delivery::{self, Audience},
    objects::{self, Kind},
    people,
    throttle::{self, Counter, Limit},
};
use crate::{
    app::App,
    auth::CurrentUser,
    jobs::{self, Message},
    store::{self, Connection, events::Event, support::StoredRequest},
};

/// So many requests a person may submit within [`WINDOW`].
const AT_MOST: u64 = 10;
/// However they are spread over it.
const WINDOW: Duration = Duration::from_hours(1);
/// How many references are tried. That even one is taken is not to be expected.
const TRIES: u32 = 5;
/// What is said if that does not do.
const NO_REFERENCE: &str = "no free reference for a request to support";
/// How many answers to a request are read.
const REPLIES_SHOWN: u64 = 200;
/// How many requests the command line lists.
const LISTED: u64 = 1000;
/// Of a moment, only the day is kept with what is nobody's.
const DAY_MILLISECONDS: i64 = 24 * 3600 * 1000;

/// What the Support page begins with.
///
/// # Errors
/// `unavailable`.
pub async fn page(app: &App, user: &CurrentUser) -> Result<SupportPage, Failure> {
    let requests = store::support::of_person(app.database.connection(), user.id, REQUESTS_SHOWN).await?;
    Ok(SupportPage { categories: app.config.support.categories.clone(), requests })
}

/// One of the person's requests with its answers.
///
/// # Errors
/// `not_found`, also for somebody else's.
pub async fn thread(app: &App, user: &CurrentUser, reference: &str) -> Result<SupportThread, Failure> {
    let db = app.database.connection();
    let found = by_reference(db, reference).await?;
    if found.user != Some(user.id) {
        return Err(ErrorCode::NotFound.into());
    }
    with_replies(db, found).await
}

/// Submits a request, once for each id.
///
/// # Errors
/// `invalid`, `too_many_tries`, `busy`; `not_found` for the id of somebody else's.
pub async fn submit(
    app: &App,
    user: &CurrentUser,
    id: Uuid,
    draft: SupportDraft,
    screenshot: Option<PictureFile>,
) -> Result<SupportRequest, Failure> {
    let draft = draft.checked()?;
    if !app.config.support.categories.contains(&draft.category) {
        return Err(AppError::field(Field::Category, Problem::CategoryUnknown).into());
    }
    let db = app.database.connection();
    if let Some(before) = made_before(db, user.id, id).await? {
        return Ok(before);
    }
    // Before any work is put into a picture; and again when nobody can submit another meanwhile.
    has_room(app, db, user.id).await?;
    let screenshot = match screenshot {
        Some(file) => Some(keep_screenshot(app, user, &file).await?),
        None => None,
    };
    // A screenshot that no request names in the end, housekeeping finds.
    store_request(app, user, id, draft, screenshot).await
}

async fn keep_screenshot(app: &App, user: &CurrentUser, file: &PictureFile) -> Result<Uuid, Failure> {
    // From the same purse as profile pictures: it is the work that is limited, whatever comes of it.
    throttle::count(app, &[&Counter::anywhere(app, Limit::Pictures, &user.id.to_string())]).await?;
    let picture = app.images.screenshot(file).await?;
    objects::put(app, Kind::Screenshot, picture).await
}

async fn store_request(
    app: &App,
    user: &CurrentUser,
    id: Uuid,
    draft: SupportDraft,
    screenshot: Option<Uuid>,
) -> Result<SupportRequest, Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    // One at a time for each person: however many arrive at once, none is stored twice or too many.
    people::hold(db, user.id).await?;
    if let Some(before) = made_before(db, user.id, id).await? {
        return Ok(before);
    }
    has_room(app, db, user.id).await?;
    let request = insert(app, db, user.id, id, draft, screenshot).await?;
    if app.config.support.email.is_some() {
        jobs::enqueue(app, db, &Message::SupportRequestMail { request: id }).await?;
    }
    jobs::enqueue_in(app, db, &Message::SupportCopyMail { request: id }, user.locale).await?;
    let event = user.event(app, SecurityEventKind::SupportRequested).about(&request.reference);
    store::security_events::insert(db, event).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(request)
}

/// Keeps why somebody leaves, as a request of nobody's, in the transaction that deletes their account. Answers its id.
///
/// # Errors
/// `unavailable`.
pub(super) async fn keep_feedback(
    app: &App,
    db: &impl Connection,
    text: &str,
    locale: Locale,
) -> Result<Uuid, Failure> {
    let texts = Texts { locale };
    let categories = &app.config.support.categories;
    let category = categories.iter().find(|category| *category == FEEDBACK).or(categories.first());
    let category = category.cloned().unwrap_or_else(|| FEEDBACK.to_owned());
    let title = texts.support_feedback_title().to_owned();
    let id = app.entropy.uuid();
    let mut stored = new_request(app, id, SupportDraft { category, title, description: text.to_owned() });
    // To the millisecond it would say which deletion it came with.
    let now = stored.request.created_at.0;
    let day = Timestamp(now - now.rem_euclid(DAY_MILLISECONDS));
    (stored.request.created_at, stored.request.updated_at) = (day, day);
    for _ in 0..TRIES {
        stored.request.reference = new_reference(app);
        if store::support::insert(db, &stored).await? {
            return Ok(id);
        }
    }
    Err(Failure::caused(ErrorCode::Internal, NO_REFERENCE))
}

/// A request of nobody's yet, without a reference.
fn new_request(app: &App, id: Uuid, draft: SupportDraft) -> StoredRequest {
    let SupportDraft { category, title, description } = draft;
    let now = app.now();
    let request = SupportRequest {
        reference: String::new(),
        category,
        title,
        state: SupportState::Open,
        created_at: now,
        updated_at: now,
    };
    StoredRequest { id, user: None, request, description, screenshot: None }
}

async fn insert(
    app: &App,
    db: &impl Connection,
    user: UserId,
    id: Uuid,
    draft: SupportDraft,
    screenshot: Option<Uuid>,
) -> Result<SupportRequest, Failure> {
    let mut stored = StoredRequest { user: Some(user), screenshot, ..new_request(app, id, draft) };
    for _ in 0..TRIES {
        stored.request.reference = new_reference(app);
        if store::support::insert(db, &stored).await? {
            return Ok(stored.request);
        }
        // The reference is taken; or somebody else took the id just now.
        made_before(db, user, id).await?;
    }
    Err(Failure::caused(ErrorCode::Internal, NO_REFERENCE))
}

fn new_reference(app: &App) -> String {
    let mut bytes = [0; 5];
    app.entropy.fill(&mut bytes);
    reference_from_random(bytes)
}

/// What the same call made, if it came before.
async fn made_before(
    db: &impl Connection,
    user: UserId,
    id: Uuid,
) -> Result<Option<SupportRequest>, Failure> {
    match store::support::find(db, id).await? {
        Some(before) if before.user == Some(user) => Ok(Some(before.request)),
        Some(_) => Err(ErrorCode::NotFound.into()),
        None => Ok(None),
    }
}

/// Counts what was submitted, not what was tried: there is nothing to guess here.
async fn has_room(app: &App, db: &impl Connection, user: UserId) -> Result<(), Failure> {
    let Some(oldest) = store::support::submitted_before_last(db, user, AT_MOST - 1).await? else {
        return Ok(());
    };
    let wait = (oldest + WINDOW).since(app.now());
    if wait.is_zero() {
        return Ok(());
    }
    metrics::counter!("throttled_total", "limit" => "support").increment(1);
    let seconds = u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX);
    Err(AppError::too_many_tries(seconds).into())
}

async fn by_reference(db: &impl Connection, typed: &str) -> Result<StoredRequest, Failure> {
    // Nothing else is looked for: what a database can't even read as a text is not there either.
    let reference = reference_as_stored(typed).ok_or(ErrorCode::NotFound)?;
    let found = store::support::find_by_reference(db, &reference).await?;
    found.ok_or_else(|| ErrorCode::NotFound.into())
}

async fn with_replies(db: &impl Connection, stored: StoredRequest) -> Result<SupportThread, Failure> {
    let replies = store::support::replies(db, stored.id, REPLIES_SHOWN).await?;
    let StoredRequest { request, description, screenshot, .. } = stored;
    Ok(SupportThread { request, description, screenshot: screenshot.is_some(), replies })
}

/// A request as support sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// What its person sees too.
    pub thread: SupportThread,
    /// Whose it is and where a mail reaches them; nobody's once the account is gone.
    pub person: Option<(UserId, String)>,
}

/// All requests, or those in one state, the latest first.
///
/// # Errors
/// `unavailable`.
pub async fn list(app: &App, state: Option<SupportState>) -> Result<Vec<StoredRequest>, Failure> {
    Ok(store::support::list(app.database.connection(), state, LISTED).await?)
}

/// A request with all that belongs to it.
///
/// # Errors
/// `not_found`.
pub async fn ticket(app: &App, reference: &str) -> Result<Ticket, Failure> {
    let db = app.database.connection();
    let stored = by_reference(db, reference).await?;
    let person = match stored.user {
        Some(user) => store::people::find(db, user).await?,
        None => None,
    };
    let thread = with_replies(db, stored).await?;
    Ok(Ticket { thread, person: person.map(|person| (person.id, person.email)) })
}

/// What came with a request, a JPEG; nothing also when it is gone.
///
/// # Errors
/// `unavailable`.
pub async fn screenshot(app: &App, stored: &StoredRequest) -> Result<Option<Vec<u8>>, Failure> {
    let Some(id) = stored.screenshot else { return Ok(None) };
    let Some(object) = objects::get(app, Kind::Screenshot, id).await? else { return Ok(None) };
    let bytes = object.bytes().await.map_err(|error| Failure::caused(ErrorCode::Unavailable, error))?;
    Ok(Some(bytes.to_vec()))
}

/// The same for a reference.
///
/// # Errors
/// `not_found` when there is no such request, or none with a screenshot.
pub async fn screenshot_of(app: &App, reference: &str) -> Result<Vec<u8>, Failure> {
    let stored = by_reference(app.database.connection(), reference).await?;
    screenshot(app, &stored).await?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// Answers a request, in the app and by mail.
///
/// # Errors
/// `invalid` for the text; `not_found`, also when the account is gone: nobody would read it.
pub async fn reply(app: &App, reference: &str, text: &str) -> Result<SupportReply, Failure> {
    let reply = SupportReply { text: checked_reply(text)?, at: app.now() };
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let stored = by_reference(db, reference).await?;
    let user = stored.user.ok_or(ErrorCode::NotFound)?;
    // Of an account that is deleted the last is removed in a while.
    store::people::find(db, user).await?.ok_or(ErrorCode::NotFound)?;
    let id = app.entropy.uuid();
    store::support::insert_reply(db, id, stored.id, &reply).await?;
    store::support::set_state(db, stored.id, SupportState::Answered, reply.at).await?;
    let event = answered(app, &stored.request, reply.at);
    delivery::tell(app, db, &event, Audience::Person(user), Locale::default()).await?;
    // With the answer in it, which the mail about a notification would lack.
    jobs::enqueue(app, db, &Message::SupportReplyMail { reply: id }).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(reply)
}

/// The title is what it is about, the reference where to read it.
fn answered(app: &App, request: &SupportRequest, at: Timestamp) -> Event {
    let event = Event::new(app.entropy.uuid(), NotificationKind::SupportReplied, at);
    Event { message: request.reference.clone(), ..event.about(&request.title) }
}

/// Says that a request is done with. Its person sees it, and gets no mail.
///
/// # Errors
/// `not_found`.
pub async fn close(app: &App, reference: &str) -> Result<SupportRequest, Failure> {
    let now = app.now();
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let StoredRequest { id, request, .. } = by_reference(db, reference).await?;
    if request.state == SupportState::Closed {
        return Ok(request);
    }
    store::support::set_state(db, id, SupportState::Closed, now).await?;
    transaction.commit().await?;
    Ok(SupportRequest { state: SupportState::Closed, updated_at: now, ..request })
}
