//! How often and when tokens were used. Written by the handful, never per request.

use std::collections::{HashMap, HashSet};

use domain::{
    Timestamp, UserId,
    token::{LastUse, TokenId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, JoinType, QueryFilter as _, QuerySelect as _,
    RelationTrait as _,
    sea_query::{Expr, OnConflict},
};

use super::{
    Connection, StoreResult,
    entity::{token_last_uses, token_uses, user_tokens},
    purge,
};

/// What gathered for one token since the last time.
#[derive(Clone, Debug)]
pub struct Uses {
    /// Which.
    pub token: TokenId,
    /// On which day: days since 1970 in UTC.
    pub day: i64,
    /// How many.
    pub count: u32,
    /// The last of them.
    pub last: LastUse,
}

impl Uses {
    /// Adds what gathered for the same token elsewhere. The later use is the last.
    pub fn add(&mut self, other: Self) {
        let count = self.count + other.count;
        if other.last.at > self.last.at {
            *self = other;
        }
        self.count = count;
    }
}

/// How many rows one statement takes: each value is a parameter, and SQLite allows 32,766.
pub const BATCH: usize = 1000;

/// Adds uses, at most [`BATCH`] tokens at a time and each once. Those of tokens that are gone are left out.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn add(db: &impl Connection, uses: &[Uses]) -> StoreResult<()> {
    let there = existing(db, uses).await?;
    let uses: Vec<_> = uses.iter().filter(|uses| there.contains(&uses.token.0)).collect();
    if uses.is_empty() {
        return Ok(());
    }
    let days = uses.iter().map(|uses| token_uses::ActiveModel {
        token_id: Set(uses.token.0),
        day: Set(uses.day),
        uses: Set(i64::from(uses.count)),
    });
    let sum = Expr::col((token_uses::Entity, token_uses::Column::Uses))
        .add(Expr::col(("excluded", token_uses::Column::Uses)));
    token_uses::Entity::insert_many(days)
        .on_conflict(
            OnConflict::columns([token_uses::Column::TokenId, token_uses::Column::Day])
                .value(token_uses::Column::Uses, sum)
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    let lasts = uses.iter().map(|uses| token_last_uses::ActiveModel {
        token_id: Set(uses.token.0),
        at: Set(uses.last.at.0),
        address: Set(uses.last.address.clone()),
        client: Set(uses.last.client.clone()),
    });
    let newer = Expr::col(("excluded", token_last_uses::Column::At))
        .gte(Expr::col((token_last_uses::Entity, token_last_uses::Column::At)));
    token_last_uses::Entity::insert_many(lasts)
        .on_conflict(
            OnConflict::column(token_last_uses::Column::TokenId)
                .update_columns([
                    token_last_uses::Column::At,
                    token_last_uses::Column::Address,
                    token_last_uses::Column::Client,
                ])
                // Another instance may have seen a later one.
                .action_and_where(newer)
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

async fn existing(db: &impl Connection, uses: &[Uses]) -> StoreResult<HashSet<uuid::Uuid>> {
    let ids: Vec<uuid::Uuid> = user_tokens::Entity::find()
        .select_only()
        .column(user_tokens::Column::Id)
        .filter(user_tokens::Column::Id.is_in(uses.iter().map(|uses| uses.token.0)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().collect())
}

/// The uses of these tokens from a day on: token, day, number.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn since(
    db: &impl Connection,
    tokens: &[TokenId],
    day: i64,
) -> StoreResult<Vec<(TokenId, i64, u64)>> {
    let rows = token_uses::Entity::find()
        .filter(token_uses::Column::TokenId.is_in(tokens.iter().map(|token| token.0)))
        .filter(token_uses::Column::Day.gte(day))
        .all(db)
        .await?;
    let uses = |uses: i64| u64::try_from(uses).unwrap_or(0);
    Ok(rows.into_iter().map(|row| (TokenId(row.token_id), row.day, uses(row.uses))).collect())
}

/// The uses of all of a person's tokens together, those that ended too, from a day on: day, number.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn of_person(db: &impl Connection, user: UserId, day: i64) -> StoreResult<Vec<(i64, u64)>> {
    // PostgreSQL adds integers up to something wider.
    let sum = Expr::col((token_uses::Entity, token_uses::Column::Uses)).sum().cast_as("BIGINT");
    let rows: Vec<(i64, i64)> = token_uses::Entity::find()
        .select_only()
        .column(token_uses::Column::Day)
        .column_as(sum, "uses")
        .join(JoinType::InnerJoin, token_uses::Relation::UserTokens.def())
        .filter(user_tokens::Column::UserId.eq(user.0))
        .filter(token_uses::Column::Day.gte(day))
        .group_by(token_uses::Column::Day)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(day, uses)| (day, u64::try_from(uses).unwrap_or(0))).collect())
}

/// When these tokens were used last; those that never were are left out.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn last(db: &impl Connection, tokens: &[TokenId]) -> StoreResult<HashMap<TokenId, LastUse>> {
    let rows = token_last_uses::Entity::find()
        .filter(token_last_uses::Column::TokenId.is_in(tokens.iter().map(|token| token.0)))
        .all(db)
        .await?;
    let last = |row: token_last_uses::Model| LastUse {
        at: Timestamp(row.at),
        address: row.address,
        client: row.client,
    };
    Ok(rows.into_iter().map(|row| (TokenId(row.token_id), last(row))).collect())
}

/// Removes up to `limit` figures of days before `day`. Answers how many rows.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(db: &impl Connection, day: i64, limit: u64) -> StoreResult<u64> {
    let old = token_uses::Column::Day.lt(day);
    purge::some::<token_uses::Entity>(db, old, limit).await
}
