//! People and their profiles.

use domain::{
    Timestamp, UserId,
    profile::{Profile, ProfileUpdate},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    Select, TryInsertResult,
    sea_query::{Expr, LockType},
};

use super::{
    Connection, StoreResult,
    entity::{profiles, users},
};

/// Those who have an account. Of one that is deleted a row may be left: see [`deletions`](super::deletions).
fn living() -> Select<users::Entity> {
    users::Entity::find().filter(users::Column::DeletedAt.is_null())
}

/// A person, without their profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// The confirmed address.
    pub email: String,
    /// When the account came to be.
    pub created_at: Timestamp,
}

/// Stores a person with an empty profile, unless they are there already. Answers whether they are new.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn insert_if_new(db: &impl Connection, person: &Person) -> StoreResult<bool> {
    let row = users::ActiveModel {
        id: Set(person.id.0),
        email: Set(person.email.clone()),
        created_at: Set(person.created_at.0),
        sessions_ended_at: Set(0),
        ..Default::default()
    };
    let inserted = users::Entity::insert(row)
        .on_conflict_do_nothing_on([users::Column::Id])
        .exec_without_returning(db)
        .await?;
    if !matches!(inserted, TryInsertResult::Inserted(1)) {
        return Ok(false);
    }
    let profile = profiles::ActiveModel {
        user_id: Set(person.id.0),
        first_name: Set(String::new()),
        last_name: Set(String::new()),
        phone: Set(String::new()),
        bio: Set(String::new()),
        version: Set(1),
        updated_at: Set(person.created_at.0),
        // What the database says of a new person: the name is shown and nothing else.
        ..Default::default()
    };
    profiles::Entity::insert(profile).exec_without_returning(db).await?;
    Ok(true)
}

/// The person with this id.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find(db: &impl Connection, id: UserId) -> StoreResult<Option<Person>> {
    Ok(living().filter(users::Column::Id.eq(id.0)).one(db).await?.map(person))
}

/// Keeps others from changing what belongs to a person until the transaction ends. On SQLite a
/// transaction that writes does so anyway. Rows that name the person may still be added meanwhile.
/// Answers whether they have an account.
///
/// Who changes more than one row of a person's begins with this, also before locking an organisation: else they and
/// whoever deletes the account would wait for each other.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn lock(db: &impl Connection, id: UserId) -> StoreResult<bool> {
    let one = living().filter(users::Column::Id.eq(id.0));
    Ok(one.lock(LockType::NoKeyUpdate).one(db).await?.is_some())
}

/// The person with this address.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn find_by_email(db: &impl Connection, email: &str) -> StoreResult<Option<Person>> {
    Ok(living().filter(users::Column::Email.eq(email)).one(db).await?.map(person))
}

/// Up to `limit` people in the order of their addresses, from the one after `after` on.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn page(db: &impl Connection, after: &str, limit: u64) -> StoreResult<Vec<Person>> {
    let rows = living()
        .filter(users::Column::Email.gt(after))
        .order_by_asc(users::Column::Email)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(person).collect())
}

/// Gives a person another address. Answers whether it was still free.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn set_email(db: &impl Connection, id: UserId, email: &str) -> StoreResult<bool> {
    let set = users::Entity::update_many()
        .col_expr(users::Column::Email, Expr::value(email))
        .filter(users::Column::Id.eq(id.0))
        .filter(users::Column::DeletedAt.is_null())
        .exec(db)
        .await
        .map_err(super::StoreError::from);
    match set {
        Ok(_) => Ok(true),
        Err(error) if error.violates("users_email_key") => Ok(false),
        Err(error) => Err(error),
    }
}

/// A person's profile.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn profile(db: &impl Connection, id: UserId, email: &str) -> StoreResult<Option<Profile>> {
    let row = profiles::Entity::find_by_id(id.0).one(db).await?;
    Ok(row.map(|row| Profile {
        email: email.to_owned(),
        first_name: row.first_name,
        last_name: row.last_name,
        phone: row.phone,
        bio: row.bio,
        picture: row.picture_name,
        version: row.version,
    }))
}

/// Stores a profile if its version is still `version`, when one is given, and counts the version up.
/// Answers whether it was.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn update_profile(
    db: &impl Connection,
    id: UserId,
    update: &ProfileUpdate,
    version: Option<i64>,
    now: Timestamp,
) -> StoreResult<bool> {
    let mut query = profiles::Entity::update_many()
        .col_expr(profiles::Column::FirstName, Expr::value(update.first_name.as_str()))
        .col_expr(profiles::Column::LastName, Expr::value(update.last_name.as_str()))
        .col_expr(profiles::Column::Phone, Expr::value(update.phone.as_str()))
        .col_expr(profiles::Column::Bio, Expr::value(update.bio.as_str()))
        .col_expr(profiles::Column::Version, Expr::col(profiles::Column::Version).add(1))
        .col_expr(profiles::Column::UpdatedAt, Expr::value(now.0))
        .filter(profiles::Column::UserId.eq(id.0));
    if let Some(version) = version {
        query = query.filter(profiles::Column::Version.eq(version));
    }
    Ok(query.exec(db).await?.rows_affected == 1)
}

fn person(row: users::Model) -> Person {
    Person { id: UserId(row.id), email: row.email, created_at: Timestamp(row.created_at) }
}
