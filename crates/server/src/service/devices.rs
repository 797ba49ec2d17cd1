//! Browsers and desktop apps that people have signed in with: known ones are not slowed down by strangers'
//! guesses, trusted ones are spared the second step.

use std::{net::IpAddr, time::Duration};

use domain::{
    ErrorCode, Timestamp, UserId,
    security::{DEVICE_TRUST_DAYS, Device, DeviceId, SecurityEventKind},
};
use ipnet::IpNet;
use secrecy::SecretString;

use super::{
    Failure,
    programs::program_name,
    sessions::{hash, new_secret},
    sign_in::SignIn,
};
use crate::{
    app::App,
    auth::{Actor, Caller, CurrentUser, Via},
    store::{self, Connection, devices::KnownDevice},
};

/// A device that nobody signed in with for so long is forgotten: as long as browsers keep its cookie.
pub(crate) const KEPT_FOR: Duration = Duration::from_hours(24 * 400);

/// The device that this client is, if the person with this address has signed in with it before.
///
/// # Errors
/// `unavailable`.
pub(super) async fn known(app: &App, caller: &Caller, email: &str) -> Result<Option<KnownDevice>, Failure> {
    let hashes: Vec<_> = caller.device_secrets.iter().map(hash).collect();
    if hashes.is_empty() {
        return Ok(None);
    }
    Ok(store::devices::find(app.database.connection(), &hashes, email).await?)
}

/// Whether a person wants to hear of a sign-in: on a device, or from a place, where there was none before. The
/// first device of all is none.
///
/// # Errors
/// `unavailable`.
pub(super) async fn is_news(
    db: &impl Connection,
    sign_in: &SignIn<'_>,
    user: UserId,
) -> Result<bool, Failure> {
    match sign_in.device {
        Some(device) => Ok(!same_place(&device.address, sign_in.caller.address)),
        None => Ok(store::devices::any(db, user).await?),
    }
}

/// Whether two addresses are likely of one provider: without a map, that is all that an address tells of a
/// place. The allocations of regional registries begin at these sizes.
fn same_place(before: &str, now: IpAddr) -> bool {
    let Ok(before) = before.parse::<IpAddr>() else { return false };
    let prefix = if before.is_ipv4() { 16 } else { 32 };
    IpNet::new(before, prefix).is_ok_and(|network| network.contains(&now.to_canonical()))
}

/// Notes that a person signed in with a device. Answers the secret of a new one.
///
/// # Errors
/// `unavailable`.
pub(super) async fn note(
    app: &App,
    db: &impl Connection,
    person: &Actor,
    sign_in: &SignIn<'_>,
) -> Result<Option<SecretString>, Failure> {
    let (now, caller) = (app.now(), sign_in.caller);
    let new = if sign_in.device.is_none() { Some(new_secret(app)) } else { None };
    let secret_hash = match (sign_in.device, &new) {
        (Some(device), _) => device.secret_hash.clone(),
        (None, Some(secret)) => hash(secret),
        (None, None) => return Ok(None),
    };
    let trusted_until = if sign_in.trust {
        now + Duration::from_hours(24 * u64::from(DEVICE_TRUST_DAYS))
    } else {
        Timestamp(0)
    };
    let device = KnownDevice {
        id: DeviceId(app.entropy.uuid()),
        user: person.id,
        secret_hash,
        via: caller.via.name().to_owned(),
        address: caller.address.to_string(),
        user_agent: caller.user_agent.clone(),
        last_used_at: now,
        trusted_until,
    };
    store::devices::note(db, &device).await?;
    if sign_in.trust {
        let event =
            person.event(app, SecurityEventKind::DeviceTrusted).about(&program_name(&caller.user_agent));
        store::security_events::insert(db, event).await?;
    }
    Ok(new)
}

/// The devices that are spared the second step.
///
/// # Errors
/// `unavailable`.
pub(super) async fn trusted(app: &App, user: &CurrentUser) -> Result<Vec<Device>, Failure> {
    let hashes: Vec<_> = user.device_secrets.iter().map(hash).collect();
    let devices = store::devices::trusted(app.database.connection(), user.id, app.now()).await?;
    let shown = |device: KnownDevice| Device {
        id: device.id,
        client: program_name(&device.user_agent),
        desktop: device.via == Via::Desktop.name(),
        address: device.address,
        last_used_at: device.last_used_at,
        trusted_until: device.trusted_until,
        current: hashes.contains(&device.secret_hash),
    };
    Ok(devices.into_iter().map(shown).collect())
}

/// Stops trusting a device.
///
/// # Errors
/// `not_found`.
pub async fn forget(app: &App, user: &CurrentUser, id: DeviceId) -> Result<(), Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let device = store::devices::distrust(db, user.id, id, app.now()).await?.ok_or(ErrorCode::NotFound)?;
    let event = user.event(app, SecurityEventKind::DeviceForgotten).about(&program_name(&device.user_agent));
    store::security_events::insert(db, event).await?;
    Ok(transaction.commit().await?)
}

/// Stops trusting all devices.
///
/// # Errors
/// `unavailable`.
pub async fn forget_all(app: &App, user: &CurrentUser) -> Result<(), Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    if store::devices::distrust_all(db, user.id, app.now()).await? > 0 {
        store::security_events::insert(db, user.event(app, SecurityEventKind::DeviceForgotten)).await?;
    }
    Ok(transaction.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_as_much_as_an_address_tells() {
        let same = |before: &str, now: &str| same_place(before, now.parse().expect("an address"));
        assert!(same("192.0.2.1", "192.0.77.9"));
        assert!(same("192.0.2.1", "::ffff:192.0.2.2"));
        assert!(!same("192.0.2.1", "203.0.113.7"));
        assert!(same("2001:db8:1::1", "2001:db8:ffff::9"));
        assert!(!same("2001:db8:1::1", "2001:db9::1"));
        assert!(!same("192.0.2.1", "2001:db8::1"));
        assert!(!same("", "192.0.2.1"));
    }
}
