//! Notifications: about the whole system, about the person, about their organisations.

pub(super) mod list_client;
pub(super) mod list_system;
pub(super) mod list_user;
pub(super) mod read_client;
pub(super) mod read_system;
pub(super) mod read_user;

use domain::{
    ErrorCode, Texts, Timestamp, UserId,
    notification::{Notification, NotificationId, NotificationKind},
    organisation::Cursor,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    answer::{Message, Moment, Paging, write_cursor},
    problem::{ApiError, ApiResult},
};
use crate::{
    app::App,
    auth::Actor,
    service::{self, notifications::Shelf},
};

/// What system notifications have as their first key.
const SYSTEM: &str = "SYSTEM_NOTIFICATION";

/// Where a notification belongs.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum NotificationType {
    System,
    User,
    Client,
}

/// A notification.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NotificationView {
    notification_id: Uuid,
    r#type: NotificationType,
    /// What happened.
    #[schema(example = "Maintenance tonight")]
    title: String,
    /// What else there is to say, or empty.
    #[schema(example = "From 22:00 to 23:00 UTC.")]
    message: String,
    /// Whether you have read it, here or in the app.
    read: bool,
    /// When it happened; of a burst the first time.
    created_at: Moment,
    /// `SYSTEM_NOTIFICATION`, your user id, or the organisation's id.
    #[schema(example = "SYSTEM_NOTIFICATION")]
    p_key: String,
    /// The notification's id.
    s_key: Uuid,
    /// The stable name of what happened.
    #[schema(value_type = String, example = "system_update")]
    kind: NotificationKind,
    /// How often it happened, when a burst became one.
    count: u32,
    /// The organisation that it is about; null if it is about none.
    #[schema(required = true)]
    client_id: Option<Uuid>,
}

impl NotificationView {
    fn new(user: UserId, notification: &Notification) -> Self {
        let texts = Texts::default();
        let client_id = notification.organisation.map(|client| client.0);
        let (r#type, p_key) = match Shelf::of(notification.kind, notification.organisation) {
            Shelf::System => (NotificationType::System, SYSTEM.to_owned()),
            Shelf::Person => (NotificationType::User, user.to_string()),
            Shelf::Client(client) => (NotificationType::Client, client.to_string()),
        };
        Self {
            notification_id: notification.id.0,
            r#type,
            title: notification.headline(texts),
            message: notification.detail(texts),
            read: notification.read,
            created_at: Moment(notification.at),
            p_key,
            s_key: notification.id.0,
            kind: notification.kind,
            count: notification.count,
            client_id,
        }
    }
}

/// A page of notifications, the latest first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct NotificationList {
    notifications: Vec<NotificationView>,
    /// Where the next page begins; null on the last one.
    #[schema(required = true, example = "AAAAAAAAACoAAAAAAAAAAAAAAAAAAAAA")]
    next_cursor: Option<String>,
    message: Message,
}

/// One notification.
#[derive(Serialize, ToSchema)]
pub(super) struct NotificationAnswer {
    notification: NotificationView,
    message: Message,
}

/// A page of what is on a shelf.
async fn list(
    app: &App,
    user: &Actor,
    shelf: Shelf,
    Paging { limit, cursor }: Paging,
) -> ApiResult<NotificationList> {
    // A place in the list is a number.
    let below = cursor.map(|cursor| cursor.at.0);
    let (found, next) = service::notifications::shelf(app, user, shelf, below, limit).await?;
    let place = |number| Cursor { at: Timestamp(number), id: Uuid::nil() };
    Ok(NotificationList {
        notifications: found.iter().map(|each| NotificationView::new(user.id, each)).collect(),
        next_cursor: next.map(place).map(write_cursor),
        message: Message::Success,
    })
}

/// One of those on a shelf, which is read from now on.
async fn read(app: &App, user: &Actor, shelf: Shelf, id: NotificationId) -> ApiResult<NotificationAnswer> {
    let found = service::notifications::fetch(app, user, shelf, id).await?;
    Ok(NotificationAnswer { notification: NotificationView::new(user.id, &found), message: Message::Success })
}

/// That a path names who asks, by their id or as `me`. Anybody else's notifications are not there.
fn own(user: &Actor, named: &str) -> Result<(), ApiError> {
    let own = named == "me" || named.parse().is_ok_and(|id: Uuid| id == user.id.0);
    if own { Ok(()) } else { Err(ErrorCode::NotFound.into()) }
}
