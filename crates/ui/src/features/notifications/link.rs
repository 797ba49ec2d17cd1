//! Where a notification leads.

use domain::notification::Notification;

use crate::routes::Route;

/// The page to look at next, if there is one.
pub fn link_of(notification: &Notification) -> Option<Route> {
    let Ok(route) = notification.page()?.parse::<Route>();
    Some(route)
}
