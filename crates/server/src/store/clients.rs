//! Organisations and who belongs to them.

use domain::{
    Timestamp, UserId,
    organisation::{ClientId, Cursor, Organisation, Role, Subscription},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, Condition, EntityTrait as _, ExprTrait as _, FromQueryResult, JoinType,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, RelationTrait as _,
    TryInsertResult,
    sea_query::{Expr, LockType},
};
use uuid::Uuid;

use super::{
    Connection, StoreResult,
    entity::{clients, memberships, users},
    privacy::{About, AboutRow, Veiled, with_about},
};

/// Somebody's membership, with all that could be shown of them.
pub struct Membership {
    /// Who.
    pub user: UserId,
    /// What they are.
    pub role: Role,
    /// Since when.
    pub joined_at: Timestamp,
    /// Who that is.
    pub about: Veiled<About>,
}

/// Stores a new organisation, without members.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(db: &impl Connection, id: ClientId, name: &str, now: Timestamp) -> StoreResult<()> {
    let row = clients::ActiveModel {
        id: Set(id.0),
        name: Set(name.to_owned()),
        version: Set(1),
        created_at: Set(now.0),
        updated_at: Set(now.0),
        // What the database says of a new one: nothing is paid for.
        ..Default::default()
    };
    clients::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Keeps others from changing an organisation's members until the transaction ends. On SQLite a
/// transaction that writes does so anyway. Answers whether it is there.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn lock(db: &impl Connection, id: ClientId) -> StoreResult<bool> {
    Ok(clients::Entity::find_by_id(id.0).lock(LockType::NoKeyUpdate).one(db).await?.is_some())
}

/// An organisation, as its member `user` sees it. Nothing for who is no member.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find(db: &impl Connection, id: ClientId, user: UserId) -> StoreResult<Option<Organisation>> {
    let found = memberships::Entity::find_by_id((id.0, user.0)).find_also_related(clients::Entity).one(db);
    Ok(found.await?.and_then(organisation))
}

/// The organisations that a person belongs to, in the order of joining, after a place in that list.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn page_of(
    db: &impl Connection,
    user: UserId,
    after: Option<Cursor>,
    limit: u64,
) -> StoreResult<Vec<Organisation>> {
    let mut mine = memberships::Entity::find().filter(memberships::Column::UserId.eq(user.0));
    if let Some(after) = after {
        mine = mine.filter(later(memberships::Column::JoinedAt, memberships::Column::ClientId, after));
    }
    let rows = mine
        .find_also_related(clients::Entity)
        .order_by_asc(memberships::Column::JoinedAt)
        .order_by_asc(memberships::Column::ClientId)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(organisation).collect())
}

/// Those of these organisations that a person belongs to.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn joined_of(db: &impl Connection, user: UserId, these: &[ClientId]) -> StoreResult<Vec<ClientId>> {
    let ids: Vec<Uuid> = memberships::Entity::find()
        .select_only()
        .column(memberships::Column::ClientId)
        .filter(memberships::Column::UserId.eq(user.0))
        .filter(memberships::Column::ClientId.is_in(these.iter().map(|client| client.0)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(ClientId).collect())
}

/// How many organisations a person belongs to.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn count_of(db: &impl Connection, user: UserId) -> StoreResult<u64> {
    Ok(memberships::Entity::find().filter(memberships::Column::UserId.eq(user.0)).count(db).await?)
}

/// Names an organisation, if its version is still `version` when one is given. Answers whether it was.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn rename(
    db: &impl Connection,
    id: ClientId,
    name: &str,
    version: Option<i64>,
    now: Timestamp,
) -> StoreResult<bool> {
    let mut update = clients::Entity::update_many()
        .col_expr(clients::Column::Name, Expr::value(name))
        .col_expr(clients::Column::Version, Expr::col(clients::Column::Version).add(1))
        .col_expr(clients::Column::UpdatedAt, Expr::value(now.0))
        .filter(clients::Column::Id.eq(id.0));
    if let Some(version) = version {
        update = update.filter(clients::Column::Version.eq(version));
    }
    Ok(update.exec(db).await?.rows_affected == 1)
}

/// Notes what became of an organisation's subscription at `at`, unless something later is known.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn set_subscription(
    db: &impl Connection,
    id: ClientId,
    subscription: Subscription,
    at: Timestamp,
) -> StoreResult<()> {
    clients::Entity::update_many()
        .col_expr(clients::Column::Subscription, Expr::value(subscription.key()))
        .col_expr(clients::Column::SubscriptionAt, Expr::value(at.0))
        .filter(clients::Column::Id.eq(id.0))
        .filter(clients::Column::SubscriptionAt.lte(at.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Removes an organisation, its memberships and its invites.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn delete(db: &impl Connection, id: ClientId) -> StoreResult<()> {
    clients::Entity::delete_by_id(id.0).exec(db).await?;
    Ok(())
}

/// Makes a person a member, unless they are one. Answers whether they are new.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn join(
    db: &impl Connection,
    id: ClientId,
    user: UserId,
    role: Role,
    now: Timestamp,
) -> StoreResult<bool> {
    let row = memberships::ActiveModel {
        client_id: Set(id.0),
        user_id: Set(user.0),
        role: Set(role.key().to_owned()),
        joined_at: Set(now.0),
    };
    let inserted = memberships::Entity::insert(row)
        .on_conflict_do_nothing_on([memberships::Column::ClientId, memberships::Column::UserId])
        .exec_without_returning(db)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1)))
}

/// How many owners an organisation has.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn count_owners(db: &impl Connection, id: ClientId) -> StoreResult<u64> {
    Ok(memberships::Entity::find()
        .filter(memberships::Column::ClientId.eq(id.0))
        .filter(memberships::Column::Role.eq(Role::Owner.key()))
        .count(db)
        .await?)
}

/// Gives a member another role.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn set_role(db: &impl Connection, id: ClientId, user: UserId, role: Role) -> StoreResult<()> {
    memberships::Entity::update_many()
        .col_expr(memberships::Column::Role, Expr::value(role.key()))
        .filter(memberships::Column::ClientId.eq(id.0))
        .filter(memberships::Column::UserId.eq(user.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends a membership.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn remove(db: &impl Connection, id: ClientId, user: UserId) -> StoreResult<()> {
    memberships::Entity::delete_by_id((id.0, user.0)).exec(db).await?;
    Ok(())
}

/// An organisation's members with all that could be shown of them, in the order of joining, after a
/// place in that list.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn members(
    db: &impl Connection,
    id: ClientId,
    after: Option<Cursor>,
    limit: u64,
) -> StoreResult<Vec<Membership>> {
    let mut members = members_query().filter(memberships::Column::ClientId.eq(id.0));
    if let Some(after) = after {
        members = members.filter(later(memberships::Column::JoinedAt, memberships::Column::UserId, after));
    }
    let rows = members
        .order_by_asc(memberships::Column::JoinedAt)
        .order_by_asc(memberships::Column::UserId)
        .limit(limit)
        .into_model::<MembershipRow>()
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(membership).collect())
}

/// A member, with all that could be shown of them.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find_member(
    db: &impl Connection,
    id: ClientId,
    user: UserId,
) -> StoreResult<Option<Membership>> {
    let row = members_query()
        .filter(memberships::Column::ClientId.eq(id.0))
        .filter(memberships::Column::UserId.eq(user.0))
        .into_model::<MembershipRow>()
        .one(db)
        .await?;
    Ok(row.and_then(membership))
}

/// Whether two people belong to a common organisation.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn are_fellows(db: &impl Connection, one: UserId, other: UserId) -> StoreResult<bool> {
    let theirs = memberships::Entity::find()
        .select_only()
        .column(memberships::Column::ClientId)
        .filter(memberships::Column::UserId.eq(other.0));
    let common = memberships::Entity::find()
        .filter(memberships::Column::UserId.eq(one.0))
        .filter(memberships::Column::ClientId.in_subquery(sea_orm::QueryTrait::into_query(theirs)))
        .limit(1);
    Ok(!common.all(db).await?.is_empty())
}

/// Whether an address belongs to a member.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn has_member_with(db: &impl Connection, id: ClientId, email: &str) -> StoreResult<bool> {
    let found = memberships::Entity::find()
        .join(JoinType::InnerJoin, memberships::Relation::Users.def())
        .filter(memberships::Column::ClientId.eq(id.0))
        .filter(users::Column::Email.eq(email))
        .one(db)
        .await?;
    Ok(found.is_some())
}

#[derive(FromQueryResult)]
struct MembershipRow {
    user_id: Uuid,
    role: String,
    joined_at: i64,
    #[sea_orm(nested)]
    about: AboutRow,
}

fn members_query() -> sea_orm::Select<memberships::Entity> {
    let members = memberships::Entity::find()
        .select_only()
        .columns([memberships::Column::UserId, memberships::Column::Role, memberships::Column::JoinedAt])
        .join(JoinType::InnerJoin, memberships::Relation::Users.def())
        .join(JoinType::InnerJoin, users::Relation::Profiles.def());
    with_about(members)
}

fn membership(row: MembershipRow) -> Option<Membership> {
    Some(Membership {
        user: UserId(row.user_id),
        role: Role::from_key(&row.role)?,
        joined_at: Timestamp(row.joined_at),
        about: row.about.veiled(),
    })
}

pub(super) fn organisation(
    (membership, client): (memberships::Model, Option<clients::Model>),
) -> Option<Organisation> {
    let client = client?;
    Some(Organisation {
        id: ClientId(client.id),
        name: client.name,
        role: Role::from_key(&membership.role)?,
        created_at: Timestamp(client.created_at),
        updated_at: Timestamp(client.updated_at),
        version: client.version,
        joined_at: Timestamp(membership.joined_at),
    })
}

/// What stands after a place in a list that is sorted by a time and then by an id. Written so that an
/// index on both serves it.
pub(super) fn later<C: sea_orm::ColumnTrait>(at: C, id: C, after: Cursor) -> Condition {
    Condition::all().add(at.gte(after.at.0)).add(at.gt(after.at.0).or(id.gt(after.id)))
}
