//! Where a notification leads.

use domain::notification::{Notification, NotificationKind};

use crate::routes::Route;

/// The page to look at next, if there is one.
pub fn link_of(notification: &Notification) -> Option<Route> {
    match notification.kind {
        NotificationKind::InviteReceived => Some(Route::Invites),
        NotificationKind::Security => Some(Route::Security),
        NotificationKind::MemberJoined
        | NotificationKind::MemberLeft
        | NotificationKind::MemberRemoved
        | NotificationKind::RoleChanged
        | NotificationKind::YourRoleChanged
        | NotificationKind::OrganisationRenamed => {
            notification.organisation.map(|organisation| Route::Members { organisation })
        }
        NotificationKind::SupportReplied => Some(request(&notification.message)),
        // The person is no member of it any more; and what the platform reports has no page here.
        NotificationKind::YouWereRemoved
        | NotificationKind::OrganisationDeleted
        | NotificationKind::SystemUpdate
        | NotificationKind::UsageAlert
        | NotificationKind::Billing
        | NotificationKind::Alert
        | NotificationKind::RequestFailure
        | NotificationKind::ProxyStatus => None,
    }
}

/// The page of a request to support, by its reference.
fn request(reference: &str) -> Route {
    let Ok(route) = format!("/support/{reference}").parse::<Route>();
    if matches!(route, Route::SupportRequest { .. }) { route } else { Route::SUPPORT }
}
