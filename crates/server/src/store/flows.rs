//! Sign-ups, password resets and changes of address between the mail and the code.

use domain::{Timestamp, UserId, identity::FlowId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, sea_query::Expr,
};

use super::{Connection, StoreResult, entity::flows, purge};

/// What a flow is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Confirming an address for a new account.
    SignUp,
    /// Setting a new password.
    Reset,
    /// Confirming another address for an account.
    EmailChange,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::SignUp => "sign_up",
            Self::Reset => "reset",
            Self::EmailChange => "email_change",
        }
    }

    fn from_name(name: &str) -> Self {
        let purposes = [Self::SignUp, Self::Reset, Self::EmailChange];
        purposes.into_iter().find(|purpose| purpose.name() == name).unwrap_or(Self::Reset)
    }
}

/// A flow as stored.
#[derive(Clone)]
pub struct Flow {
    /// Its id, also in the page's address.
    pub id: FlowId,
    /// What it is for.
    pub purpose: Purpose,
    /// Whose address the code goes to.
    pub email: String,
    /// Who began it, if only they may go on with it.
    pub user: Option<UserId>,
    /// The password that a sign-up will begin with, hashed.
    pub password_hash: Option<String>,
    /// Which code of this flow counts; nought before the first.
    pub issue: i32,
    /// How many wrong tries it still bears.
    pub tries_left: i32,
    /// Until when the code counts.
    pub code_expires_at: Timestamp,
    /// When the flow began.
    pub created_at: Timestamp,
}

/// Stores a new flow.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert(db: &impl Connection, flow: &Flow) -> StoreResult<()> {
    let row = flows::ActiveModel {
        id: Set(flow.id.0),
        purpose: Set(flow.purpose.name().to_owned()),
        email: Set(flow.email.clone()),
        user_id: Set(flow.user.map(|user| user.0)),
        password_hash: Set(flow.password_hash.clone()),
        issue: Set(flow.issue),
        tries_left: Set(flow.tries_left),
        code_expires_at: Set(flow.code_expires_at.0),
        created_at: Set(flow.created_at.0),
    };
    flows::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The flow with this id.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find(db: &impl Connection, id: FlowId) -> StoreResult<Option<Flow>> {
    Ok(flows::Entity::find_by_id(id.0).one(db).await?.map(flow))
}

/// The newest sign-up under way for an address, not older than `since`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn newest_sign_up(
    db: &impl Connection,
    email: &str,
    since: Timestamp,
) -> StoreResult<Option<Flow>> {
    let row = flows::Entity::find()
        .filter(flows::Column::Email.eq(email))
        .filter(flows::Column::Purpose.eq(Purpose::SignUp.name()))
        .filter(flows::Column::CreatedAt.gt(since.0))
        .order_by_desc(flows::Column::CreatedAt)
        .one(db)
        .await?;
    Ok(row.map(flow))
}

/// How many codes were issued to an address in flows that began after `since`.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn codes_since(
    db: &impl Connection,
    email: &str,
    purpose: Purpose,
    since: Timestamp,
) -> StoreResult<i64> {
    let issued: Option<Option<i64>> = flows::Entity::find()
        .select_only()
        .column_as(flows::Column::Issue.sum(), "issued")
        .filter(flows::Column::Email.eq(email))
        .filter(flows::Column::Purpose.eq(purpose.name()))
        .filter(flows::Column::CreatedAt.gt(since.0))
        .into_tuple()
        .one(db)
        .await?;
    Ok(issued.flatten().unwrap_or(0))
}

/// Makes a new code count: voids the one before, and gives `tries` to the new.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn reissue(db: &impl Connection, id: FlowId, tries: i32, expires: Timestamp) -> StoreResult<()> {
    flows::Entity::update_many()
        .col_expr(flows::Column::Issue, Expr::col(flows::Column::Issue).add(1))
        .col_expr(flows::Column::TriesLeft, Expr::value(tries))
        .col_expr(flows::Column::CodeExpiresAt, Expr::value(expires.0))
        .filter(flows::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Takes one try of a code, before it is compared: so no number of tries at once gets more than
/// there are. Answers the flow with what is left, or nothing when the code counts no more, or for something
/// else.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn take_try(
    db: &impl Connection,
    id: FlowId,
    purpose: Purpose,
    now: Timestamp,
) -> StoreResult<Option<Flow>> {
    let taken = flows::Entity::update_many()
        .col_expr(flows::Column::TriesLeft, Expr::col(flows::Column::TriesLeft).sub(1))
        .filter(flows::Column::Id.eq(id.0))
        .filter(flows::Column::Purpose.eq(purpose.name()))
        .filter(flows::Column::TriesLeft.gt(0))
        .filter(flows::Column::CodeExpiresAt.gt(now.0))
        .exec_with_returning(db)
        .await?;
    Ok(taken.into_iter().next().map(flow))
}

/// Ends a flow. Answers whether it was still there: of two that hold the right code, one wins.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn end(db: &impl Connection, id: FlowId) -> StoreResult<bool> {
    Ok(flows::Entity::delete_by_id(id.0).exec(db).await?.rows_affected == 1)
}

/// Ends a flow, if it still is this person's.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn end_if_of(db: &impl Connection, id: FlowId, user: UserId) -> StoreResult<bool> {
    let theirs = flows::Entity::delete_by_id(id.0).filter(flows::Column::UserId.eq(user.0));
    Ok(theirs.exec(db).await?.rows_affected == 1)
}

/// Has sign-ups that belong to `from` belong to `to`, and forgets their passwords. They go on counting as codes
/// that were issued.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn disown(db: &impl Connection, from: UserId, to: UserId) -> StoreResult<()> {
    flows::Entity::update_many()
        .col_expr(flows::Column::UserId, Expr::value(to.0))
        .col_expr(flows::Column::PasswordHash, Expr::value(None::<String>))
        .filter(flows::Column::UserId.eq(from.0))
        .filter(flows::Column::Purpose.eq(Purpose::SignUp.name()))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends every flow of an address for a purpose.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn end_all(db: &impl Connection, email: &str, purpose: Purpose) -> StoreResult<()> {
    flows::Entity::delete_many()
        .filter(flows::Column::Email.eq(email))
        .filter(flows::Column::Purpose.eq(purpose.name()))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends every flow that a person began for a purpose.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn end_all_of(db: &impl Connection, user: UserId, purpose: Purpose) -> StoreResult<()> {
    flows::Entity::delete_many()
        .filter(flows::Column::UserId.eq(user.0))
        .filter(flows::Column::Purpose.eq(purpose.name()))
        .exec(db)
        .await?;
    Ok(())
}

/// Removes up to `limit` flows that began before `before`. Answers how many.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn purge(db: &impl Connection, before: Timestamp, limit: u64) -> StoreResult<u64> {
    let old = flows::Column::CreatedAt.lt(before.0);
    purge::some::<flows::Entity>(db, old, limit).await
}

fn flow(row: flows::Model) -> Flow {
    Flow {
        id: FlowId(row.id),
        purpose: Purpose::from_name(&row.purpose),
        email: row.email,
        user: row.user_id.map(UserId),
        password_hash: row.password_hash,
        issue: row.issue,
        tries_left: row.tries_left,
        code_expires_at: Timestamp(row.code_expires_at),
        created_at: Timestamp(row.created_at),
    }
}
