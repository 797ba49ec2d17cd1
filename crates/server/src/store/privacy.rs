//! What people show to fellow members, and what could be shown of them.
//!
//! What is read about somebody else comes [`Veiled`], together with what they show: `service::privacy` decides
//! what is seen, and nothing else lifts the veil. A test of the architecture holds that.

use domain::{
    UserId,
    privacy::{PrivacyItem, PrivacySettings},
};
use sea_orm::{
    ColumnTrait as _, EntityTrait, FromQueryResult, JoinType, QueryFilter as _, QuerySelect as _,
    RelationTrait as _, Select, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Connection, StoreResult,
    entity::{profiles, users},
};

/// Something about a person, with what they show. Nobody reads it by accident.
#[derive(Clone)]
pub struct Veiled<T> {
    shows: PrivacySettings,
    inside: T,
}

impl<T> Veiled<T> {
    pub(super) const fn new(shows: PrivacySettings, inside: T) -> Self {
        Self { shows, inside }
    }

    /// What they show, and all that there is. For `service::privacy` only.
    pub fn lift_veil(self) -> (PrivacySettings, T) {
        (self.shows, self.inside)
    }
}

/// A person's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// First Name, or empty.
    pub first: String,
    /// Last Name, or empty.
    pub last: String,
}

impl Name {
    /// First and last name, or nothing.
    #[must_use]
    pub fn full(&self) -> String {
        format!("{} {}", self.first, self.last).trim().to_owned()
    }
}

/// What could be shown of a person.
#[derive(Clone)]
pub struct About {
    /// Their name.
    pub name: Name,
    /// The address.
    pub email: String,
    /// The name of the picture's file, if there is one.
    pub picture: Option<String>,
    /// The bio, or empty.
    pub bio: String,
}

/// What a person shows to fellow members.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn settings(db: &impl Connection, user: UserId) -> StoreResult<Option<PrivacySettings>> {
    let row = with_switches(profiles::Entity::find_by_id(user.0).select_only());
    Ok(row.into_model::<SwitchesRow>().one(db).await?.map(PrivacySettings::from))
}

/// Shows or hides an item. Answers whether that changed anything.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn set(db: &impl Connection, user: UserId, item: PrivacyItem, shown: bool) -> StoreResult<bool> {
    let switch = switch_of(item);
    let result = profiles::Entity::update_many()
        .col_expr(switch, Expr::value(shown))
        .filter(profiles::Column::UserId.eq(user.0))
        .filter(switch.ne(shown))
        .exec(db)
        .await?;
    Ok(result.rows_affected == 1)
}

/// Serves a person's picture under another name, if they have one: whoever knew the name before finds nothing.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn rename_picture(db: &impl Connection, user: UserId, name: &str) -> StoreResult<()> {
    profiles::Entity::update_many()
        .col_expr(profiles::Column::PictureName, Expr::value(name))
        .filter(profiles::Column::UserId.eq(user.0))
        .filter(profiles::Column::PictureName.is_not_null())
        .exec(db)
        .await?;
    Ok(())
}

/// What could be shown of a person.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn about(db: &impl Connection, user: UserId) -> StoreResult<Option<Veiled<About>>> {
    let row = profiles::Entity::find_by_id(user.0)
        .select_only()
        .join(JoinType::InnerJoin, profiles::Relation::Users.def())
        .filter(users::Column::DeletedAt.is_null());
    Ok(with_about(row).into_model::<AboutRow>().one(db).await?.map(AboutRow::veiled))
}

/// The names of those of these people who have an account. One query: there must be fewer than the 32,766 parameters that SQLite allows.
///
/// # Errors
/// [`StoreError`](super::StoreError).
pub async fn names(db: &impl Connection, people: &[UserId]) -> StoreResult<Vec<(UserId, Veiled<Name>)>> {
    let query = profiles::Entity::find()
        .select_only()
        .column(profiles::Column::UserId)
        .join(JoinType::InnerJoin, profiles::Relation::Users.def())
        .filter(users::Column::DeletedAt.is_null())
        .filter(profiles::Column::UserId.is_in(people.iter().map(|person| person.0)));
    let rows = with_name(query).into_model::<NamedRow>().all(db).await?;
    Ok(rows.into_iter().map(|row| (UserId(row.user_id), row.name.veiled())).collect())
}

/// The switches as columns of a result.
#[derive(FromQueryResult)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
struct SwitchesRow {
    shows_full_name: bool,
    shows_email: bool,
    shows_picture: bool,
    shows_bio: bool,
    shows_recent_actions: bool,
    shows_resource_creation: bool,
    shows_api_usage: bool,
}

impl From<SwitchesRow> for PrivacySettings {
    fn from(row: SwitchesRow) -> Self {
        Self {
            full_name: row.shows_full_name,
            email: row.shows_email,
            picture: row.shows_picture,
            bio: row.shows_bio,
            recent_actions: row.shows_recent_actions,
            resource_creation: row.shows_resource_creation,
            api_usage: row.shows_api_usage,
        }
    }
}

/// A name as columns of a result, which [`with_name`] adds.
#[derive(FromQueryResult)]
pub(super) struct NameRow {
    first_name: String,
    last_name: String,
    #[sea_orm(nested)]
    switches: SwitchesRow,
}

impl NameRow {
    pub(super) fn veiled(self) -> Veiled<Name> {
        Veiled::new(self.switches.into(), Name { first: self.first_name, last: self.last_name })
    }
}

#[derive(FromQueryResult)]
struct NamedRow {
    user_id: Uuid,
    #[sea_orm(nested)]
    name: NameRow,
}

/// All that could be shown as columns of a result, which [`with_about`] adds.
#[derive(FromQueryResult)]
pub(super) struct AboutRow {
    #[sea_orm(nested)]
    name: NameRow,
    email: String,
    picture_name: Option<String>,
    bio: String,
}

impl AboutRow {
    pub(super) fn veiled(self) -> Veiled<About> {
        let Veiled { shows, inside: name } = self.name.veiled();
        Veiled::new(shows, About { name, email: self.email, picture: self.picture_name, bio: self.bio })
    }
}

/// Adds the columns of [`NameRow`] to a query that has joined profiles.
pub(super) fn with_name<E: EntityTrait>(query: Select<E>) -> Select<E> {
    with_switches(query).columns([profiles::Column::FirstName, profiles::Column::LastName])
}

/// Adds the columns of [`AboutRow`] to a query that has joined profiles and users.
pub(super) fn with_about<E: EntityTrait>(query: Select<E>) -> Select<E> {
    with_name(query)
        .columns([profiles::Column::PictureName, profiles::Column::Bio])
        .column(users::Column::Email)
}

fn with_switches<E: EntityTrait>(query: Select<E>) -> Select<E> {
    query.columns(PrivacyItem::ALL.iter().map(|item| switch_of(*item)))
}

const fn switch_of(item: PrivacyItem) -> profiles::Column {
    match item {
        PrivacyItem::FullName => profiles::Column::ShowsFullName,
        PrivacyItem::Email => profiles::Column::ShowsEmail,
        PrivacyItem::Picture => profiles::Column::ShowsPicture,
        PrivacyItem::Bio => profiles::Column::ShowsBio,
        PrivacyItem::RecentActions => profiles::Column::ShowsRecentActions,
        PrivacyItem::ResourceCreation => profiles::Column::ShowsResourceCreation,
        PrivacyItem::ApiUsage => profiles::Column::ShowsApiUsage,
    }
}
