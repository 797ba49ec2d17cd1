//! What is read of a person only to hand it to them: all there is, page by page, without what is secret.

use std::collections::HashMap;

use domain::{
    Timestamp, UserId,
    organisation::{Cursor, Invite},
    security::DeviceId,
    support::SupportReply,
    token::{Scopes, TokenId},
};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::{
    Connection, StoreResult,
    clients::later,
    devices::KnownDevice,
    email_changes::EmailChange,
    entity::{
        devices, email_changes, exports, invites, notifications, security_events, sessions, support_replies,
        support_requests, token_uses, user_tokens,
    },
    invites::invite,
    sessions::ListedSession,
    support::{StoredRequest, stored},
};

/// More than any person has of what is few by nature: sessions, devices, changes of an address.
const MOST: u64 = 1_000;

/// A token without its value, and without what its value is recognised by.
#[derive(Clone, Debug)]
pub struct OwnToken {
    /// Which.
    pub id: TokenId,
    /// What its owner calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// From where it works, separated by spaces; from everywhere if empty.
    pub networks: String,
    /// When it came to be.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it ends because it was rotated.
    pub retires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// By whom, by the stored name.
    pub revoked_by: Option<String>,
    /// Why.
    pub revoked_reason: Option<String>,
}

/// How many entries the activity log has, and how many notifications there are.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn counts(db: &impl Connection, user: UserId) -> StoreResult<(u64, u64)> {
    let entries = security_events::Entity::find().filter(security_events::Column::UserId.eq(user.0));
    let told = notifications::Entity::find().filter(notifications::Column::UserId.eq(user.0));
    Ok((entries.count(db).await?, told.count(db).await?))
}

/// All sessions that are stored, the latest first, each with when it ends at the latest: also those that are over and
/// not removed yet.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn sessions(db: &impl Connection, user: UserId) -> StoreResult<Vec<(ListedSession, Timestamp)>> {
    let rows = sessions::Entity::find()
        .filter(sessions::Column::UserId.eq(user.0))
        .order_by_desc(sessions::Column::LastSeenAt)
        .order_by_asc(sessions::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let listed = |row: sessions::Model| {
        let session = ListedSession {
            id: row.id,
            via: row.via,
            address: row.address,
            user_agent: row.user_agent,
            created_at: Timestamp(row.created_at),
            last_seen_at: Timestamp(row.last_seen_at),
        };
        (session, Timestamp(row.expires_at))
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// All devices, the one used last first, trusted or not, each with when it became known.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn devices(db: &impl Connection, user: UserId) -> StoreResult<Vec<(KnownDevice, Timestamp)>> {
    let rows = devices::Entity::find()
        .filter(devices::Column::UserId.eq(user.0))
        .order_by_desc(devices::Column::LastUsedAt)
        .order_by_asc(devices::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let known = |row: devices::Model| {
        let device = KnownDevice {
            id: DeviceId(row.id),
            user,
            // Nobody is to have it.
            secret_hash: String::new(),
            via: row.via,
            address: row.address,
            user_agent: row.user_agent,
            last_used_at: Timestamp(row.last_used_at),
            trusted_until: Timestamp(row.trusted_until),
        };
        (device, Timestamp(row.created_at))
    };
    Ok(rows.into_iter().map(known).collect())
}

/// The changes of the address that can still be undone, the latest first.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn email_changes(db: &impl Connection, user: UserId) -> StoreResult<Vec<EmailChange>> {
    let rows = email_changes::Entity::find()
        .filter(email_changes::Column::UserId.eq(user.0))
        .order_by_desc(email_changes::Column::At)
        .order_by_asc(email_changes::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let change = |row: email_changes::Model| EmailChange {
        id: row.id,
        user,
        old_email: row.old_email,
        new_email: row.new_email,
        at: Timestamp(row.at),
    };
    Ok(rows.into_iter().map(change).collect())
}

/// When exports were asked for, the latest first, with what became of them.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn exports(db: &impl Connection, user: UserId) -> StoreResult<Vec<(Timestamp, String)>> {
    let rows: Vec<(i64, String)> = exports::Entity::find()
        .select_only()
        .columns([exports::Column::RequestedAt, exports::Column::State])
        .filter(exports::Column::UserId.eq(user.0))
        .order_by_desc(exports::Column::RequestedAt)
        .order_by_asc(exports::Column::Id)
        .limit(MOST)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(at, state)| (Timestamp(at), state)).collect())
}

/// The tokens, also those that ended, in the order of their making, after a place in that list.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn tokens(
    db: &impl Connection,
    user: UserId,
    after: Option<Cursor>,
    limit: u64,
) -> StoreResult<Vec<OwnToken>> {
    let mut theirs = user_tokens::Entity::find().filter(user_tokens::Column::UserId.eq(user.0));
    if let Some(after) = after {
        theirs = theirs.filter(later(user_tokens::Column::CreatedAt, user_tokens::Column::Id, after));
    }
    let rows = theirs
        .order_by_asc(user_tokens::Column::CreatedAt)
        .order_by_asc(user_tokens::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(own_token).collect())
}

/// How often these tokens were used, day by day: the days since 1970, in UTC.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn token_uses(db: &impl Connection, tokens: &[TokenId]) -> StoreResult<Vec<(TokenId, i64, u64)>> {
    let rows = token_uses::Entity::find()
        .filter(token_uses::Column::TokenId.is_in(tokens.iter().map(|token| token.0)))
        .order_by_asc(token_uses::Column::TokenId)
        .order_by_asc(token_uses::Column::Day)
        .all(db)
        .await?;
    let uses =
        |row: token_uses::Model| (TokenId(row.token_id), row.day, u64::try_from(row.uses).unwrap_or(0));
    Ok(rows.into_iter().map(uses).collect())
}

/// The invites that a person sent, in the order of their making, after a place in that list, and where it goes on
/// unless that was all: also behind what this version doesn't know.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn invites_by(
    db: &impl Connection,
    user: UserId,
    after: Option<Cursor>,
    limit: u64,
) -> StoreResult<(Vec<Invite>, Option<Cursor>)> {
    let mut theirs = invites::Entity::find().filter(invites::Column::InvitedBy.eq(user.0));
    if let Some(after) = after {
        theirs = theirs.filter(later(invites::Column::CreatedAt, invites::Column::Id, after));
    }
    let rows = theirs
        .order_by_asc(invites::Column::CreatedAt)
        .order_by_asc(invites::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    let next = rows.last().map(|row| Cursor { at: Timestamp(row.created_at), id: row.id });
    Ok((rows.into_iter().filter_map(invite).collect(), next))
}

/// The requests to support, in the order in which they were submitted, after a place in that list, and where it goes
/// on unless that was all: also behind what this version doesn't know.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn support_requests(
    db: &impl Connection,
    user: UserId,
    after: Option<Cursor>,
    limit: u64,
) -> StoreResult<(Vec<StoredRequest>, Option<Cursor>)> {
    use support_requests::Column;
    let mut theirs = support_requests::Entity::find().filter(Column::UserId.eq(user.0));
    if let Some(after) = after {
        theirs = theirs.filter(later(Column::CreatedAt, Column::Id, after));
    }
    let rows = theirs.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).limit(limit).all(db).await?;
    let next = rows.last().map(|row| Cursor { at: Timestamp(row.created_at), id: row.id });
    Ok((rows.into_iter().filter_map(stored).collect(), next))
}

/// The answers to some requests, the oldest first.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn support_replies(
    db: &impl Connection,
    requests: &[Uuid],
) -> StoreResult<HashMap<Uuid, Vec<SupportReply>>> {
    let rows = support_replies::Entity::find()
        .filter(support_replies::Column::RequestId.is_in(requests.iter().copied()))
        .order_by_asc(support_replies::Column::At)
        .order_by_asc(support_replies::Column::Id)
        .all(db)
        .await?;
    let mut replies: HashMap<Uuid, Vec<SupportReply>> = HashMap::new();
    for row in rows {
        replies
            .entry(row.request_id)
            .or_default()
            .push(SupportReply { text: row.text, at: Timestamp(row.at) });
    }
    Ok(replies)
}

fn own_token(row: user_tokens::Model) -> OwnToken {
    OwnToken {
        id: TokenId(row.id),
        name: row.name,
        scopes: Scopes::from_names(&row.scopes),
        networks: row.networks,
        created_at: Timestamp(row.created_at),
        expires_at: row.expires_at.map(Timestamp),
        retires_at: row.retires_at.map(Timestamp),
        revoked_at: row.revoked_at.map(Timestamp),
        revoked_by: row.revoked_by,
        revoked_reason: row.revoked_reason,
    }
}
