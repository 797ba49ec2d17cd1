//! Deleting an account: what goes in the transaction that makes it true, the row that stays as a tombstone until the
//! rest is removed, and the note that it happened.

use domain::{
    Timestamp, UserId,
    organisation::{ClientId, Role},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, Condition, EntityTrait, IntoActiveModel, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _,
    sea_query::{Expr, ExprTrait as _, IntoCondition, LockType},
};
use uuid::Uuid;

use super::{
    Connection, StoreResult,
    entity::{
        backup_codes, clients, credentials, deletions, devices, email_changes, flows, idempotency_keys,
        invites, mail_schedules, memberships, notification_preferences, passkey_ceremonies, passkeys,
        pending_sign_ins, profiles, sessions, token_uses, user_tokens, users,
    },
    purge,
};

/// A deleted account of which something is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// Whether the identity provider may still know it.
    pub has_identity: bool,
}

/// That an account was deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deletion {
    /// What stands for the person: nobody gets back from it to who they were.
    pub pseudonym: String,
    /// Whether they did it themselves.
    pub by_person: bool,
    /// When.
    pub at: Timestamp,
    /// How many organisations went with it.
    pub organisations: usize,
}

/// Keeps others from changing the organisations that a person belongs to until the transaction ends. In the order of
/// their ids, so that two who leave several at once don't wait for each other.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn lock_clients_of(db: &impl Connection, user: UserId) -> StoreResult<()> {
    let joined = memberships::Entity::find()
        .select_only()
        .column(memberships::Column::ClientId)
        .filter(memberships::Column::UserId.eq(user.0));
    clients::Entity::find()
        .filter(clients::Column::Id.in_subquery(joined.into_query()))
        .order_by_asc(clients::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(db)
        .await?;
    Ok(())
}

/// Removes organisations with their memberships. Answers who belonged to which.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn delete_clients(
    db: &impl Connection,
    these: &[ClientId],
) -> StoreResult<Vec<(ClientId, UserId)>> {
    if these.is_empty() {
        return Ok(Vec::new());
    }
    let ids = || these.iter().map(|client| client.0);
    let members = memberships::Entity::delete_many()
        .filter(memberships::Column::ClientId.is_in(ids()))
        .exec_with_returning(db)
        .await?;
    remove::<clients::Entity>(db, clients::Column::Id.is_in(ids())).await?;
    Ok(members.into_iter().map(|row| (ClientId(row.client_id), UserId(row.user_id))).collect())
}

/// Makes a member of each of these organisations its owner.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn make_owners(db: &impl Connection, heirs: &[(ClientId, UserId)]) -> StoreResult<()> {
    if heirs.is_empty() {
        return Ok(());
    }
    let these = heirs.iter().fold(Condition::any(), |these, (client, heir)| {
        these.add(memberships::Column::ClientId.eq(client.0).and(memberships::Column::UserId.eq(heir.0)))
    });
    memberships::Entity::update_many()
        .col_expr(memberships::Column::Role, Expr::value(Role::Owner.key()))
        .filter(these)
        .exec(db)
        .await?;
    Ok(())
}

/// Removes the invites that a person sent, those to their address, and those into organisations that go with them.
/// Locked in the order of their ids: of two who invited each other and both leave, neither waits for the other.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn delete_invites(
    db: &impl Connection,
    user: UserId,
    email: &str,
    gone: &[ClientId],
) -> StoreResult<()> {
    let theirs = Condition::any()
        .add(invites::Column::InvitedBy.eq(user.0))
        .add(invites::Column::Email.eq(email))
        .add(invites::Column::ClientId.is_in(gone.iter().map(|client| client.0)));
    let locked = invites::Entity::find()
        .select_only()
        .column(invites::Column::Id)
        .filter(theirs.clone())
        .order_by_asc(invites::Column::Id)
        .lock(LockType::Update);
    let locked: Vec<Uuid> = locked.into_tuple().all(db).await?;
    if locked.is_empty() { Ok(()) } else { remove::<invites::Entity>(db, theirs).await }
}

/// Removes what a person is known by and what signs them in: profile, sessions, tokens, second factors, settings,
/// memberships. What there may be very much of stays: see [`remains`](super::remains).
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn delete_rows(db: &impl Connection, user: UserId, email: &str) -> StoreResult<()> {
    let id = user.0;
    // Before the credentials, as whoever sets a new password takes the two.
    remove::<flows::Entity>(db, flows::Column::UserId.eq(id).or(flows::Column::Email.eq(email))).await?;
    remove::<sessions::Entity>(db, sessions::Column::UserId.eq(id)).await?;
    remove::<pending_sign_ins::Entity>(db, pending_sign_ins::Column::UserId.eq(id)).await?;
    lock_tokens_of(db, user).await?;
    remove::<user_tokens::Entity>(db, user_tokens::Column::UserId.eq(id)).await?;
    remove::<devices::Entity>(db, devices::Column::UserId.eq(id)).await?;
    remove::<passkeys::Entity>(db, passkeys::Column::UserId.eq(id)).await?;
    remove::<passkey_ceremonies::Entity>(db, passkey_ceremonies::Column::UserId.eq(id)).await?;
    remove::<backup_codes::Entity>(db, backup_codes::Column::UserId.eq(id)).await?;
    // With the authenticator apps.
    remove::<credentials::Entity>(db, credentials::Column::UserId.eq(id)).await?;
    remove::<email_changes::Entity>(db, email_changes::Column::UserId.eq(id)).await?;
    remove::<idempotency_keys::Entity>(db, idempotency_keys::Column::UserId.eq(id)).await?;
    remove::<notification_preferences::Entity>(db, notification_preferences::Column::UserId.eq(id)).await?;
    remove::<mail_schedules::Entity>(db, mail_schedules::Column::UserId.eq(id)).await?;
    remove::<memberships::Entity>(db, memberships::Column::UserId.eq(id)).await?;
    remove::<profiles::Entity>(db, profiles::Column::UserId.eq(id)).await
}

/// Their uses, then the tokens, in the order of the ids, as whoever counts uses of many tokens comes to them.
async fn lock_tokens_of(db: &impl Connection, user: UserId) -> StoreResult<()> {
    let tokens = user_tokens::Entity::find()
        .select_only()
        .column(user_tokens::Column::Id)
        .filter(user_tokens::Column::UserId.eq(user.0));
    let counted = token_uses::Entity::find()
        .select_only()
        .column(token_uses::Column::TokenId)
        .filter(token_uses::Column::TokenId.in_subquery(tokens.clone().into_query()))
        .order_by_asc(token_uses::Column::TokenId)
        .order_by_asc(token_uses::Column::Day)
        .lock(LockType::Update);
    counted.into_tuple::<Uuid>().all(db).await?;
    let tokens = tokens.order_by_asc(user_tokens::Column::Id).lock(LockType::Update);
    tokens.into_tuple::<Uuid>().all(db).await?;
    Ok(())
}

async fn remove<E: EntityTrait>(db: &impl Connection, these: impl IntoCondition) -> StoreResult<()>
where
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    E::delete_many().filter(these.into_condition()).exec(db).await?;
    Ok(())
}

/// Makes a tombstone of a person's row: it frees the address, and no session of theirs counts, whenever it began.
/// Last of what the transaction does for the person: from here on nobody else can add a row that names them.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn bury(db: &impl Connection, user: UserId, at: Timestamp, address_hash: &str) -> StoreResult<()> {
    users::Entity::update_many()
        .col_expr(users::Column::Email, Expr::value(user.to_string()))
        .col_expr(users::Column::DeletedAt, Expr::value(at.0))
        .col_expr(users::Column::AddressHash, Expr::value(address_hash))
        .col_expr(users::Column::SessionsEndedAt, Expr::value(i64::MAX))
        .filter(users::Column::Id.eq(user.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes that an account was deleted.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn note(db: &impl Connection, deletion: &Deletion) -> StoreResult<()> {
    let row = deletions::ActiveModel {
        pseudonym: Set(deletion.pseudonym.clone()),
        requested_by: Set(if deletion.by_person { "person" } else { "administrator" }.to_owned()),
        at: Set(deletion.at.0),
        organisations: Set(i32::try_from(deletion.organisations).unwrap_or(i32::MAX)),
        finished_at: Set(None),
    };
    deletions::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Notes that nothing is left of it, under whichever of these pseudonyms it was noted. Answers whether it was.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn note_finished(db: &impl Connection, pseudonyms: &[String], now: Timestamp) -> StoreResult<bool> {
    let noted = deletions::Entity::update_many()
        .col_expr(deletions::Column::FinishedAt, Expr::value(now.0))
        .filter(deletions::Column::Pseudonym.is_in(pseudonyms))
        .exec(db)
        .await?;
    Ok(noted.rows_affected > 0)
}

/// How many deletions are under way, and when the first of them began.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn under_way(db: &impl Connection) -> StoreResult<(u64, Option<Timestamp>)> {
    let open = || deletions::Entity::find().filter(deletions::Column::FinishedAt.is_null());
    let oldest: Option<Option<i64>> =
        open().select_only().column_as(deletions::Column::At.min(), "oldest").into_tuple().one(db).await?;
    Ok((open().count(db).await?, oldest.flatten().map(Timestamp)))
}

/// Removes up to `limit` notes of deletions from before `before` that are done with. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(db: &impl Connection, before: Timestamp, limit: u64) -> StoreResult<u64> {
    let old = deletions::Column::At.lt(before.0).and(deletions::Column::FinishedAt.is_not_null());
    purge::some::<deletions::Entity>(db, old, limit).await
}

/// The tombstone of a person whose account is deleted, as long as there is one.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find(db: &impl Connection, user: UserId) -> StoreResult<Option<Tombstone>> {
    let row =
        users::Entity::find_by_id(user.0).filter(users::Column::DeletedAt.is_not_null()).one(db).await?;
    Ok(row.map(|row| Tombstone { has_identity: row.address_hash.is_some() }))
}

/// The deleted people who had an address, by any of its hashes, and whom the identity provider may still know.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn with_address(db: &impl Connection, hashes: &[String]) -> StoreResult<Vec<UserId>> {
    let ids: Vec<Uuid> = users::Entity::find()
        .select_only()
        .column(users::Column::Id)
        .filter(users::Column::AddressHash.is_in(hashes))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// Forgets the address of a deleted person: the identity provider doesn't know them any more.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn forget_address(db: &impl Connection, user: UserId) -> StoreResult<()> {
    users::Entity::update_many()
        .col_expr(users::Column::AddressHash, Expr::value(None::<String>))
        .filter(users::Column::Id.eq(user.0))
        .filter(users::Column::DeletedAt.is_not_null())
        .exec(db)
        .await?;
    Ok(())
}
