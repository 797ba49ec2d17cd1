//! Invites that wait for an answer.

use domain::{
    Timestamp, UserId,
    organisation::{ClientId, Cursor, Invite, InviteId, Role},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, FromQueryResult, JoinType, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _, RelationTrait as _,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Connection, StoreError, StoreResult,
    clients::later,
    entity::{clients, invites, users},
    privacy::{Name, NameRow, Veiled, with_name},
    purge,
};

/// An invite that waits for the answer of the invited person.
pub struct WaitingInvite {
    /// Which.
    pub id: InviteId,
    /// Into which organisation.
    pub client: ClientId,
    /// Its name.
    pub organisation: String,
    /// Whom.
    pub email: String,
    /// As what.
    pub role: Role,
    /// The name of who invited.
    pub invited_by: Veiled<Name>,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
}

/// Stores a new invite. Answers whether the address was not invited yet.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(db: &impl Connection, invite: &Invite, by: UserId) -> StoreResult<bool> {
    let row = invites::ActiveModel {
        id: Set(invite.id.0),
        client_id: Set(invite.client.0),
        email: Set(invite.email.clone()),
        role: Set(invite.role.key().to_owned()),
        invited_by: Set(by.0),
        created_at: Set(invite.created_at.0),
        expires_at: Set(invite.expires_at.0),
    };
    match invites::Entity::insert(row).exec_without_returning(db).await.map_err(StoreError::from) {
        Ok(_) => Ok(true),
        Err(error) if error.violates("invites_client_id_email_key") => Ok(false),
        Err(error) => Err(error),
    }
}

/// An organisation's invites that are open at `now`, in the order of their making, after a place in
/// that list.
///
/// # Errors
/// [`StoreError`].
pub async fn page(
    db: &impl Connection,
    client: ClientId,
    now: Timestamp,
    after: Option<Cursor>,
    limit: u64,
) -> StoreResult<Vec<Invite>> {
    let mut open = invites::Entity::find()
        .filter(invites::Column::ClientId.eq(client.0))
        .filter(invites::Column::ExpiresAt.gt(now.0));
    if let Some(after) = after {
        open = open.filter(later(invites::Column::CreatedAt, invites::Column::Id, after));
    }
    let rows = open
        .order_by_asc(invites::Column::CreatedAt)
        .order_by_asc(invites::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(invite).collect())
}

/// How many invites of an organisation are open at `now`.
///
/// # Errors
/// [`StoreError`].
pub async fn count(db: &impl Connection, client: ClientId, now: Timestamp) -> StoreResult<u64> {
    Ok(invites::Entity::find()
        .filter(invites::Column::ClientId.eq(client.0))
        .filter(invites::Column::ExpiresAt.gt(now.0))
        .count(db)
        .await?)
}

/// An organisation's invite that is open at `now`.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    db: &impl Connection,
    client: ClientId,
    id: InviteId,
    now: Timestamp,
) -> StoreResult<Option<Invite>> {
    let row = invites::Entity::find_by_id(id.0)
        .filter(invites::Column::ClientId.eq(client.0))
        .filter(invites::Column::ExpiresAt.gt(now.0))
        .one(db)
        .await?;
    Ok(row.and_then(invite))
}

/// An invite that is open at `now`, as the invited person gets it by mail.
///
/// # Errors
/// [`StoreError`].
pub async fn for_mail(
    db: &impl Connection,
    id: InviteId,
    now: Timestamp,
) -> StoreResult<Option<WaitingInvite>> {
    let waiting = waiting_query(now).filter(invites::Column::Id.eq(id.0));
    Ok(waiting.into_model::<WaitingRow>().one(db).await?.and_then(waiting_invite))
}

/// The invites to an address that are open at `now`, in the order of their making, after a place in
/// that list.
///
/// # Errors
/// [`StoreError`].
pub async fn page_to(
    db: &impl Connection,
    email: &str,
    now: Timestamp,
    after: Option<Cursor>,
    limit: u64,
) -> StoreResult<Vec<WaitingInvite>> {
    Ok(part_to(db, email, now, after, limit).await?.0)
}

/// The same, and where it goes on unless that was all: also behind what this version doesn't know.
///
/// # Errors
/// [`StoreError`].
pub async fn part_to(
    db: &impl Connection,
    email: &str,
    now: Timestamp,
    after: Option<Cursor>,
    limit: u64,
) -> StoreResult<(Vec<WaitingInvite>, Option<Cursor>)> {
    let mut open = waiting_query(now).filter(invites::Column::Email.eq(email));
    if let Some(after) = after {
        open = open.filter(later(invites::Column::CreatedAt, invites::Column::Id, after));
    }
    let rows = open
        .order_by_asc(invites::Column::CreatedAt)
        .order_by_asc(invites::Column::Id)
        .limit(limit)
        .into_model::<WaitingRow>()
        .all(db)
        .await?;
    let next = rows.last().map(|row| Cursor { at: Timestamp(row.created_at), id: row.id });
    Ok((rows.into_iter().filter_map(waiting_invite).collect(), next))
}

/// Into which of these organisations a person is invited at `now`, and by whom.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting_into(
    db: &impl Connection,
    user: UserId,
    these: &[ClientId],
    now: Timestamp,
) -> StoreResult<Vec<(ClientId, UserId)>> {
    let address = users::Entity::find_by_id(user.0).select_only().column(users::Column::Email);
    let rows: Vec<(Uuid, Uuid)> = invites::Entity::find()
        .select_only()
        .columns([invites::Column::ClientId, invites::Column::InvitedBy])
        .filter(invites::Column::Email.in_subquery(address.into_query()))
        .filter(invites::Column::ClientId.is_in(these.iter().map(|client| client.0)))
        .filter(invites::Column::ExpiresAt.gt(now.0))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(client, by)| (ClientId(client), UserId(by))).collect())
}

/// Into which organisation an invite to an address leads.
///
/// # Errors
/// [`StoreError`].
pub async fn client_of(db: &impl Connection, id: InviteId, email: &str) -> StoreResult<Option<ClientId>> {
    let row = invites::Entity::find_by_id(id.0).filter(invites::Column::Email.eq(email)).one(db).await?;
    Ok(row.map(|row| ClientId(row.client_id)))
}

/// Who made an invite.
///
/// # Errors
/// [`StoreError`].
pub async fn invited_by(db: &impl Connection, id: InviteId) -> StoreResult<Option<UserId>> {
    let row = invites::Entity::find_by_id(id.0).one(db).await?;
    Ok(row.map(|row| UserId(row.invited_by)))
}

/// Takes an invite to an address that is open at `now`: it is gone, whoever asks next.
///
/// # Errors
/// [`StoreError`].
pub async fn take(
    db: &impl Connection,
    id: InviteId,
    email: &str,
    now: Timestamp,
) -> StoreResult<Option<Invite>> {
    let row = invites::Entity::find_by_id(id.0)
        .filter(invites::Column::Email.eq(email))
        .filter(invites::Column::ExpiresAt.gt(now.0))
        .one(db)
        .await?;
    let gone = invites::Entity::delete_by_id(id.0).filter(invites::Column::Email.eq(email)).exec(db).await?;
    Ok(row.and_then(invite).filter(|_| gone.rows_affected == 1))
}

/// Removes an organisation's invite. Answers whether it was there.
///
/// # Errors
/// [`StoreError`].
pub async fn delete(db: &impl Connection, client: ClientId, id: InviteId) -> StoreResult<bool> {
    let theirs = invites::Column::ClientId.eq(client.0);
    let result = invites::Entity::delete_by_id(id.0).filter(theirs).exec(db).await?;
    Ok(result.rows_affected == 1)
}

/// Removes the invites of a member that are for other roles than these.
///
/// # Errors
/// [`StoreError`].
pub async fn delete_from(
    db: &impl Connection,
    client: ClientId,
    by: UserId,
    except: &[Role],
) -> StoreResult<()> {
    invites::Entity::delete_many()
        .filter(invites::Column::ClientId.eq(client.0))
        .filter(invites::Column::InvitedBy.eq(by.0))
        .filter(invites::Column::Role.is_not_in(except.iter().map(|role| role.key())))
        .exec(db)
        .await?;
    Ok(())
}

/// Removes an organisation's invite to an address, if it is no longer open at `now`.
///
/// # Errors
/// [`StoreError`].
pub async fn delete_expired(
    db: &impl Connection,
    client: ClientId,
    email: &str,
    now: Timestamp,
) -> StoreResult<()> {
    invites::Entity::delete_many()
        .filter(invites::Column::ClientId.eq(client.0))
        .filter(invites::Column::Email.eq(email))
        .filter(invites::Column::ExpiresAt.lte(now.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Gives an invite until `until`.
///
/// # Errors
/// [`StoreError`].
pub async fn extend(db: &impl Connection, id: InviteId, until: Timestamp) -> StoreResult<()> {
    invites::Entity::update_many()
        .col_expr(invites::Column::ExpiresAt, Expr::value(until.0))
        .filter(invites::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Removes up to `limit` invites that were open until before `before`. Answers how many rows.
///
/// # Errors
/// [`StoreError`].
pub async fn purge(db: &impl Connection, before: Timestamp, limit: u64) -> StoreResult<u64> {
    let old = invites::Column::ExpiresAt.lt(before.0);
    purge::some::<invites::Entity>(db, old, limit).await
}

#[derive(FromQueryResult)]
struct WaitingRow {
    id: Uuid,
    client_id: Uuid,
    organisation: String,
    // Not the one of who invited.
    invited_email: String,
    role: String,
    #[sea_orm(nested)]
    invited_by: NameRow,
    created_at: i64,
    expires_at: i64,
}

fn waiting_query(now: Timestamp) -> sea_orm::Select<invites::Entity> {
    let waiting = invites::Entity::find()
        .select_only()
        .column(invites::Column::Id)
        .column(invites::Column::ClientId)
        .column_as(clients::Column::Name, "organisation")
        .column_as(invites::Column::Email, "invited_email")
        .column(invites::Column::Role)
        .column(invites::Column::CreatedAt)
        .column(invites::Column::ExpiresAt)
        .join(JoinType::InnerJoin, invites::Relation::Clients.def())
        .join(JoinType::InnerJoin, invites::Relation::Users.def())
        .join(JoinType::InnerJoin, users::Relation::Profiles.def())
        .filter(invites::Column::ExpiresAt.gt(now.0));
    with_name(waiting)
}

fn waiting_invite(row: WaitingRow) -> Option<WaitingInvite> {
    Some(WaitingInvite {
        id: InviteId(row.id),
        client: ClientId(row.client_id),
        organisation: row.organisation,
        email: row.invited_email,
        role: Role::from_key(&row.role)?,
        invited_by: row.invited_by.veiled(),
        created_at: Timestamp(row.created_at),
        expires_at: Timestamp(row.expires_at),
    })
}

pub(super) fn invite(row: invites::Model) -> Option<Invite> {
    Some(Invite {
        id: InviteId(row.id),
        client: ClientId(row.client_id),
        email: row.email,
        role: Role::from_key(&row.role)?,
        created_at: Timestamp(row.created_at),
        expires_at: Timestamp(row.expires_at),
    })
}
