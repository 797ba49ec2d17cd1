//! What becomes of the organisations of somebody who leaves for good.

use std::collections::HashMap;

use domain::{
    UserId,
    organisation::{ClientId, Organisation, Role, Subscription},
};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _,
    sea_query::{Expr, SelectStatement, SubQueryStatement},
};
use uuid::Uuid;

use super::{
    Connection, StoreResult,
    clients::organisation,
    entity::{clients, memberships},
};

/// An organisation of somebody who leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// Which, as they see it.
    pub organisation: Organisation,
    /// How many members it has, with them. Counted only if it goes with them, otherwise zero.
    pub members: u64,
    /// The administrator who has belonged to it for longest, if they are its only owner.
    pub heir: Option<UserId>,
    /// Whether somebody else owns it.
    pub other_owners: bool,
    /// Whether something is paid for on its behalf.
    pub subscription: Subscription,
}

/// What becomes of an organisation whose member leaves for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is deleted: nobody else administers it.
    Gone,
    /// Nobody else owns it: this administrator does from now on.
    HandedOver(UserId),
    /// It stays as it is, without them.
    Left,
}

impl Departure {
    /// What becomes of it.
    #[must_use]
    pub const fn fate(&self) -> Fate {
        match (self.other_owners, self.heir) {
            (true, _) => Fate::Left,
            (false, Some(heir)) => Fate::HandedOver(heir),
            (false, None) => Fate::Gone,
        }
    }

    /// Whether an active subscription keeps it from being deleted.
    #[must_use]
    pub fn is_in_the_way(&self) -> bool {
        self.fate() == Fate::Gone && self.subscription == Subscription::Active
    }
}

/// The organisations that a person belongs to, in the order of joining, with what becomes of each without them. Three
/// queries, however many they are. Only who has locked them all knows that it stays so.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn of(db: &impl Connection, user: UserId) -> StoreResult<Vec<Departure>> {
    let mut departures = memberships_of(db, user).await?;
    let owned: Vec<Uuid> = departures
        .iter()
        .filter(|departure| !departure.other_owners)
        .map(|departure| departure.organisation.id.0)
        .collect();
    let others = others_in(db, user, &owned).await?;
    for departure in &mut departures {
        if let Some(others) = others.get(&departure.organisation.id) {
            departure.other_owners = others.owner.is_some();
            departure.heir = others.admin.map(UserId).filter(|_| !departure.other_owners);
        }
    }
    let gone: Vec<Uuid> = departures
        .iter()
        .filter(|departure| departure.fate() == Fate::Gone)
        .map(|departure| departure.organisation.id.0)
        .collect();
    let members = count_members(db, &gone).await?;
    for departure in &mut departures {
        departure.members = members.get(&departure.organisation.id).copied().unwrap_or_default();
    }
    Ok(departures)
}

/// The organisations themselves. Those that they don't own have another owner, as every organisation has one.
async fn memberships_of(db: &impl Connection, user: UserId) -> StoreResult<Vec<Departure>> {
    let rows = memberships::Entity::find()
        .filter(memberships::Column::UserId.eq(user.0))
        .find_also_related(clients::Entity)
        .order_by_asc(memberships::Column::JoinedAt)
        .order_by_asc(memberships::Column::ClientId)
        .all(db)
        .await?;
    let departure = |(membership, client): (memberships::Model, Option<clients::Model>)| {
        // Whatever a later version calls it, it is not nothing: better refuse than delete what is paid for.
        let subscription = Subscription::from_key(&client.as_ref()?.subscription);
        let subscription = subscription.unwrap_or(Subscription::Active);
        let organisation = organisation((membership, client))?;
        let other_owners = organisation.role != Role::Owner;
        Some(Departure { organisation, members: 0, heir: None, other_owners, subscription })
    };
    Ok(rows.into_iter().filter_map(departure).collect())
}

/// Who else has a say in an organisation.
#[derive(FromQueryResult)]
struct OthersRow {
    id: Uuid,
    owner: Option<Uuid>,
    admin: Option<Uuid>,
}

/// The first owner and the first administrator of each of these organisations besides a person. The database stops
/// at the first of each: there may be thousands.
async fn others_in(
    db: &impl Connection,
    user: UserId,
    these: &[Uuid],
) -> StoreResult<HashMap<ClientId, OthersRow>> {
    if these.is_empty() {
        return Ok(HashMap::new());
    }
    let subquery = |role| Expr::from(SubQueryStatement::from(first_besides(user, role)));
    let rows = clients::Entity::find()
        .select_only()
        .column(clients::Column::Id)
        .expr_as(subquery(Role::Owner), "owner")
        .expr_as(subquery(Role::Admin), "admin")
        .filter(clients::Column::Id.is_in(these.iter().copied()))
        .into_model::<OthersRow>()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (ClientId(row.id), row)).collect())
}

/// Who else has had a role for longest in the organisation of the outer query: an index has them in that order.
fn first_besides(user: UserId, role: Role) -> SelectStatement {
    let in_outer = Expr::col((memberships::Entity, memberships::Column::ClientId))
        .equals((clients::Entity, clients::Column::Id));
    memberships::Entity::find()
        .select_only()
        .column(memberships::Column::UserId)
        .filter(in_outer)
        .filter(memberships::Column::UserId.ne(user.0))
        .filter(memberships::Column::Role.eq(role.key()))
        .order_by_asc(memberships::Column::JoinedAt)
        .order_by_asc(memberships::Column::UserId)
        .limit(1)
        .into_query()
}

async fn count_members(db: &impl Connection, these: &[Uuid]) -> StoreResult<HashMap<ClientId, u64>> {
    if these.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, i64)> = memberships::Entity::find()
        .select_only()
        .column(memberships::Column::ClientId)
        .column_as(memberships::Column::UserId.count(), "members")
        .filter(memberships::Column::ClientId.is_in(these.iter().copied()))
        .group_by(memberships::Column::ClientId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(client, members)| (ClientId(client), members.unsigned_abs())).collect())
}
