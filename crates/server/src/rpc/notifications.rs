//! The doors of notifications and of the Notifications tab. They take sessions only.

use dioxus::{fullstack::ServerEvents, prelude::*};
use domain::notification::{
    Category, Channel, NotificationFilter, NotificationId, NotificationsPage, Preference, PreferencesPage,
    Schedule, Told,
};

use super::RpcResult;
#[cfg(feature = "server")]
use crate::{
    app::App,
    auth::{CurrentUser, OpenWindow},
    service,
};

/// A page of the person's notifications, the latest first; those below a number if one is given.
///
/// # Errors
/// `signed_out`.
#[post("/rpc/v1/notifications", app: App, user: CurrentUser)]
pub async fn read_notifications(
    filter: NotificationFilter,
    below: Option<i64>,
) -> RpcResult<NotificationsPage> {
    Ok(service::notifications::page(&app, &user, filter, below).await?)
}

/// Marks a notification as read or unread. Answers how many are unread.
///
/// # Errors
/// `signed_out`, `not_found`.
#[post("/rpc/v1/notifications/mark", app: App, user: CurrentUser)]
pub async fn mark_notification(id: NotificationId, read: bool) -> RpcResult<u32> {
    Ok(service::notifications::mark(&app, &user, id, read).await?)
}

/// Marks all as read up to a number, so that none is that the person has not seen. Answers how many are unread.
///
/// # Errors
/// `signed_out`.
#[post("/rpc/v1/notifications/mark-all", app: App, user: CurrentUser)]
pub async fn mark_all_notifications(up_to: i64) -> RpcResult<u32> {
    Ok(service::notifications::mark_all(&app, &user, up_to).await?)
}

/// Everything that the person is told after a number, and from now on for some minutes, or until the sign-in ends.
///
/// # Errors
/// `signed_out`.
#[get("/rpc/v1/notifications/stream?after", app: App, window: OpenWindow)]
pub async fn follow_notifications(after: i64) -> RpcResult<ServerEvents<Told>> {
    let told = service::notifications::follow(&app, window.0, after).await?;
    Ok(ServerEvents::from_stream(told))
}

/// What the Notifications tab begins with.
///
/// # Errors
/// `signed_out`.
#[get("/rpc/v1/preferences", app: App, user: CurrentUser)]
pub async fn read_preferences() -> RpcResult<PreferencesPage> {
    Ok(service::preferences::page(&app, &user).await?)
}

/// Switches a cell of the matrix. At once: nobody else's change can be lost by it.
///
/// # Errors
/// `signed_out`, `invalid` for what can't be switched off.
#[post("/rpc/v1/preferences", app: App, user: CurrentUser)]
pub async fn set_preference(category: Category, channel: Channel, on: bool) -> RpcResult<Preference> {
    Ok(service::preferences::set(&app, &user, category, channel, on).await?)
}

/// Says when mail may come.
///
/// # Errors
/// `signed_out`, `invalid`.
#[post("/rpc/v1/preferences/schedule", app: App, user: CurrentUser)]
pub async fn set_schedule(schedule: Schedule) -> RpcResult<Schedule> {
    Ok(service::preferences::set_schedule(&app, &user, schedule).await?)
}
