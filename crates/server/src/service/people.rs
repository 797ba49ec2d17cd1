//! Making, listing and removing accounts: for administrators, and for the first sign-in.

use domain::{
    ErrorCode, Locale, UserId,
    identity::{Email, Password},
    security::SecurityEventKind,
};

use super::{Failure, deletion, email_change, tokens};
use crate::{
    app::App,
    ports::identity::Identity,
    store::{self, Connection, people::Person, security_events::SecurityEvent},
};

/// Keeps others from changing what belongs to a person until the transaction ends; nobody deletes the account before.
/// Whoever changes something for a request does so: the account may have been deleted since it was recognised.
///
/// # Errors
/// `signed_out` when the account is deleted.
pub(super) async fn hold(db: &impl Connection, user: UserId) -> Result<(), Failure> {
    if store::people::lock(db, user).await? { Ok(()) } else { Err(ErrorCode::SignedOut.into()) }
}

/// Makes sure that a person whom the identity provider vouches for has a row of their own, with their address.
/// Where the two disagree the provider is asked again: what it said when the sign-in began may be over.
///
/// It vouches for deleted people too, until it has forgotten them. Here that ends: every sign-in comes this way.
///
/// # Errors
/// `signed_out` when the account is gone by now, `unavailable`.
pub(crate) async fn ensure(app: &App, db: &impl Connection, identity: &Identity) -> Result<(), Failure> {
    // Nobody changes the address until this is through.
    store::people::lock(db, identity.user).await?;
    let known = store::people::find(db, identity.user).await?;
    if known.as_ref().is_some_and(|person| person.email == identity.email) {
        return Ok(());
    }
    // Before the provider is asked: the tombstone goes after it has forgotten the account.
    if known.is_none() && deletion::is_deleted(db, identity.user).await? {
        return Err(ErrorCode::SignedOut.into());
    }
    let email = app.identity.email_of(identity.user).await?.ok_or(ErrorCode::SignedOut)?;
    if let Some(other) = store::people::find_by_email(db, &email).await?
        && other.id != identity.user
    {
        let cause = format!("{} has the address of {}; if it is gone, remove it", other.id, identity.user);
        return Err(Failure::caused(ErrorCode::Unavailable, cause));
    }
    let person = Person { id: identity.user, email, created_at: app.now() };
    let event = |kind| SecurityEvent::of_ours(app.entropy.uuid(), person.id, kind, person.created_at);
    if store::people::insert_if_new(db, &person).await? {
        store::security_events::insert(db, event(SecurityEventKind::AccountCreated)).await?;
        return tokens::create_first(app, db, person.id).await;
    }
    // The address may have been changed at the provider, or here by a process that died before it said so.
    let changed = (event(SecurityEventKind::EmailChanged), Locale::default());
    email_change::record(app, db, person.id, &person.email, changed).await
}

/// Makes an account with a confirmed address.
///
/// # Errors
/// `invalid`, also when the address has an account already.
pub async fn create(app: &App, email: &str, password: &Password) -> Result<Person, Failure> {
    let email = Email::parse(email)?;
    app.config.identity.password_policy.check(password)?;
    deletion::forget_former(app, &email).await?;
    let identity = app.identity.create_confirmed(&email, password).await?;
    let transaction = app.database.begin().await?;
    ensure(app, transaction.connection(), &identity).await?;
    transaction.commit().await?;
    Ok(Person { id: identity.user, email: identity.email, created_at: app.now() })
}

/// Up to `limit` people in the order of their addresses, after the address `after`.
///
/// # Errors
/// `unavailable`.
pub async fn list(app: &App, after: &str, limit: u64) -> Result<Vec<Person>, Failure> {
    Ok(store::people::page(app.database.connection(), after, limit).await?)
}

/// The person with an address.
///
/// # Errors
/// `invalid`, `unavailable`.
pub async fn find(app: &App, email: &str) -> Result<Option<Person>, Failure> {
    let email = Email::parse(email)?;
    Ok(store::people::find_by_email(app.database.connection(), email.as_str()).await?)
}
