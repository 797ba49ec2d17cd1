//! Doors to the second factor: authenticator app, backup codes, trusted devices. They take sessions only.

use dioxus::prelude::*;
use domain::security::{BackupCodes, DeviceId, Enrolment};

use super::RpcResult;
#[cfg(feature = "server")]
use crate::{app::App, auth::CurrentUser, service};

/// Begins to set up an authenticator app, or another in its place. Nothing changes before the code.
///
/// # Errors
/// `signed_out`, `step_up`, `authenticator_bound`, `unavailable`.
#[post("/rpc/v1/two-factor/authenticator/begin", app: App, user: CurrentUser)]
pub async fn begin_authenticator() -> RpcResult<Enrolment> {
    Ok(service::two_factor::begin_authenticator(&app, &user).await?)
}

/// Turns two-factor authentication on with a code of the new app, or puts the new one in the place of the
/// old. Answers backup codes if the person had none.
///
/// # Errors
/// `signed_out`, `step_up`, `invalid` with the field when the code is not right, `dead_code` when none was
/// begun, `too_many_tries`.
#[post("/rpc/v1/two-factor/authenticator/confirm", app: App, user: CurrentUser)]
pub async fn confirm_authenticator(code: String) -> RpcResult<Option<BackupCodes>> {
    Ok(service::two_factor::confirm_authenticator(&app, &user, &code).await?)
}

/// Turns two-factor authentication off: the app, the backup codes and the trusted devices go.
///
/// # Errors
/// `signed_out`, `step_up`, `unavailable`.
#[post("/rpc/v1/two-factor/authenticator/remove", app: App, user: CurrentUser)]
pub async fn remove_authenticator() -> RpcResult<()> {
    Ok(service::two_factor::remove_authenticator(&app, &user).await?)
}

/// Makes new backup codes; the ones before end.
///
/// # Errors
/// `signed_out`, `step_up`, `not_found` while two-factor authentication is off, `busy`.
#[post("/rpc/v1/two-factor/backup-codes", app: App, user: CurrentUser)]
pub async fn make_backup_codes() -> RpcResult<BackupCodes> {
    Ok(service::two_factor::make_backup_codes(&app, &user).await?)
}

/// Stops trusting a device.
///
/// # Errors
/// `signed_out`, `not_found`.
#[post("/rpc/v1/two-factor/devices/forget", app: App, user: CurrentUser)]
pub async fn forget_device(id: DeviceId) -> RpcResult<()> {
    Ok(service::devices::forget(&app, &user, id).await?)
}

/// Stops trusting all devices.
///
/// # Errors
/// `signed_out`.
#[post("/rpc/v1/two-factor/devices/forget-all", app: App, user: CurrentUser)]
pub async fn forget_all_devices() -> RpcResult<()> {
    Ok(service::devices::forget_all(&app, &user).await?)
}
