//! Which rows name which objects of the object store, and the names that pictures are served under.

use domain::UserId;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _, sea_query::Expr};
use uuid::Uuid;

use super::{
    Connection, StoreResult,
    entity::{exports, profiles, support_requests},
};

/// The object that is a person's picture.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn picture_of(db: &impl Connection, user: UserId) -> StoreResult<Option<Uuid>> {
    let of_person = profiles::Entity::find_by_id(user.0).select_only().column(profiles::Column::PictureId);
    let found: Option<Option<Uuid>> = of_person.into_tuple().one(db).await?;
    Ok(found.flatten())
}

/// Makes an object a person's picture, under this name; or nothing.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn set_picture(
    db: &impl Connection,
    user: UserId,
    picture: Option<(Uuid, &str)>,
) -> StoreResult<()> {
    let (id, name) = picture.unzip();
    profiles::Entity::update_many()
        .col_expr(profiles::Column::PictureId, Expr::value(id))
        .col_expr(profiles::Column::PictureName, Expr::value(name))
        .filter(profiles::Column::UserId.eq(user.0))
        .exec(db)
        .await?;
    Ok(())
}

/// The object that is the picture of this name.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn picture_named(db: &impl Connection, name: &str) -> StoreResult<Option<Uuid>> {
    let named = profiles::Entity::find().filter(profiles::Column::PictureName.eq(name));
    let found: Option<Option<Uuid>> =
        named.select_only().column(profiles::Column::PictureId).into_tuple().one(db).await?;
    Ok(found.flatten())
}

/// Those of these objects that are somebody's picture.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn pictures_among(db: &impl Connection, ids: &[Uuid]) -> StoreResult<Vec<Uuid>> {
    let column = profiles::Column::PictureId;
    let named = profiles::Entity::find().filter(column.is_in(ids.iter().copied()));
    let found: Vec<Option<Uuid>> = named.select_only().column(column).into_tuple().all(db).await?;
    Ok(found.into_iter().flatten().collect())
}

/// Those of these objects that are the screenshot of a request to support.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn screenshots_among(db: &impl Connection, ids: &[Uuid]) -> StoreResult<Vec<Uuid>> {
    let column = support_requests::Column::ScreenshotId;
    let named = support_requests::Entity::find().filter(column.is_in(ids.iter().copied()));
    let found: Vec<Option<Uuid>> = named.select_only().column(column).into_tuple().all(db).await?;
    Ok(found.into_iter().flatten().collect())
}

/// Those of these objects that are an export of somebody's data.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn exports_among(db: &impl Connection, ids: &[Uuid]) -> StoreResult<Vec<Uuid>> {
    let column = exports::Column::ObjectId;
    let named = exports::Entity::find().filter(column.is_in(ids.iter().copied()));
    let found: Vec<Option<Uuid>> = named.select_only().column(column).into_tuple().all(db).await?;
    Ok(found.into_iter().flatten().collect())
}
