//! A person's notifications: their list, what is read, and what open windows are told.

use std::error::Error;

use domain::{
    ErrorCode,
    notification::{NotificationFilter, NotificationId, NotificationsPage, Told},
};
use futures_util::stream::BoxStream;

use super::Failure;
use crate::{app::App, auth::CurrentUser};

/// What an open window is told, as it happens.
pub type Following = BoxStream<'static, Result<Told, Box<dyn Error + Send + Sync>>>;

/// A page of the person's notifications.
///
/// # Errors
/// `unavailable`.
pub async fn page(
    _app: &App,
    _user: &CurrentUser,
    _filter: NotificationFilter,
    _below: Option<i64>,
) -> Result<NotificationsPage, Failure> {
    Err(ErrorCode::Unavailable.into())
}

/// Marks one as read or unread. Answers how many are unread.
///
/// # Errors
/// `not_found`.
pub async fn mark(_app: &App, _user: &CurrentUser, _id: NotificationId, _read: bool) -> Result<u32, Failure> {
    Err(ErrorCode::Unavailable.into())
}

/// Marks all as read up to a number. Answers how many are unread.
///
/// # Errors
/// `unavailable`.
pub async fn mark_all(_app: &App, _user: &CurrentUser, _up_to: i64) -> Result<u32, Failure> {
    Err(ErrorCode::Unavailable.into())
}

/// Everything after a number, and from now on.
///
/// # Errors
/// `unavailable`.
pub async fn follow(_app: &App, _user: CurrentUser, _after: i64) -> Result<Following, Failure> {
    Err(ErrorCode::Unavailable.into())
}
