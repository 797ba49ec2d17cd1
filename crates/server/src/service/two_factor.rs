//! The second factor: setting an authenticator app up, replacing it, turning it off, and backup codes.

use domain::{
    AppError, ErrorCode, Field, Locale, Problem, UserId,
    identity::{Code, Password},
    security::{BACKUP_CODES, BackupCode, BackupCodes, Enrolment, QrDrawing, SecurityEventKind},
};
use qrcode::{Color, QrCode};
use secrecy::{ExposeSecret as _, SecretString};
use totp_rs::{Builder, Secret};
use uuid::Uuid;

use super::{
    Failure, notices, people, sessions, step_up,
    throttle::{self, Counter, Limit},
};
use crate::{
    app::App,
    auth::CurrentUser,
    store::{self, Connection, security_events::SecurityEvent},
};

/// Makes a secret for an authenticator app. It counts once a code of it was entered.
///
/// # Errors
/// `step_up`, `authenticator_bound`, `unavailable`.
pub async fn begin_authenticator(app: &App, user: &CurrentUser) -> Result<Enrolment, Failure> {
    step_up::require(app, user)?;
    let grant = sessions::grant_of(app, user)?;
    let secret = app.identity.begin_authenticator(&user.identity(), grant.as_ref()).await?;
    enrolment(&app.config.brand.name, &user.email, &secret)
}

/// Turns two-factor authentication on, or puts the new app in the place of the old. Answers backup codes if
/// the person had none.
///
/// # Errors
/// `step_up`, `invalid` with the field, `dead_code`, `too_many_tries`, `busy`.
pub async fn confirm_authenticator(
    app: &App,
    user: &CurrentUser,
    code: &str,
) -> Result<Option<BackupCodes>, Failure> {
    step_up::require(app, user)?;
    let code = Code::parse(code)?;
    let tries = Counter::anywhere(app, Limit::Device, &user.session.to_string());
    throttle::count(app, &[&tries]).await?;
    let (kind, new) = match put_to_use(app, user, &code).await {
        Ok(done) => done,
        Err(failure) if failure.error().code == ErrorCode::WrongCode => {
            return Err(AppError::field(Field::Code, Problem::CodeWrong).into());
        }
        Err(failure) => {
            // Nothing was tried, so nothing counts.
            tries.refund(app.database.connection()).await?;
            return Err(failure);
        }
    };
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    people::hold(db, user.id).await?;
    tries.clear(db).await?;
    notices::log(app, db, user.event(app, kind), user.locale).await?;
    let codes = match new {
        Some(new) => Some(new.store(app, db, user.id).await?),
        None => None,
    };
    transaction.commit().await?;
    app.wake_worker();
    Ok(codes)
}

/// Has the provider put the new app to use. Answers what that is, and backup codes for who has none: they are
/// made before, while nothing has changed yet if they can't be.
async fn put_to_use(
    app: &App,
    user: &CurrentUser,
    code: &Code,
) -> Result<(SecurityEventKind, Option<NewCodes>), Failure> {
    let replaces = app.identity.has_authenticator(user.id).await?;
    let has_codes = store::backup_codes::count(app.database.connection(), user.id).await? > 0;
    let new = if has_codes { None } else { Some(NewCodes::make(app).await?) };
    let grant = sessions::grant_of(app, user)?;
    app.identity.confirm_authenticator(&user.identity(), grant.as_ref(), code).await?;
    let kind = if replaces {
        SecurityEventKind::AuthenticatorReplaced
    } else {
        SecurityEventKind::AuthenticatorEnabled
    };
    Ok((kind, new))
}

/// Turns two-factor authentication off: backup codes and trusted devices go with it.
///
/// # Errors
/// `step_up`, `unavailable`.
pub async fn remove_authenticator(app: &App, user: &CurrentUser) -> Result<(), Failure> {
    step_up::require(app, user)?;
    turn_off(app, user.event(app, SecurityEventKind::AuthenticatorDisabled), user.locale).await
}

/// The same by an administrator, for a person who has lost the app and the codes. They are told.
///
/// # Errors
/// `unavailable`.
pub async fn remove_as_admin(app: &App, user: UserId) -> Result<(), Failure> {
    let kind = SecurityEventKind::AuthenticatorDisabled;
    let event = SecurityEvent::of_ours(app.entropy.uuid(), user, kind, app.now());
    turn_off(app, event, Locale::default()).await
}

async fn turn_off(app: &App, event: SecurityEvent, locale: Locale) -> Result<(), Failure> {
    let user = event.user;
    app.identity.remove_authenticator(user).await?;
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    store::backup_codes::delete_all(db, user).await?;
    store::devices::distrust_all(db, user, app.now()).await?;
    notices::log(app, db, event, locale).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(())
}

/// Makes new backup codes; the ones before end.
///
/// # Errors
/// `step_up`, `not_found` while two-factor authentication is off, `busy`.
pub async fn make_backup_codes(app: &App, user: &CurrentUser) -> Result<BackupCodes, Failure> {
    step_up::require(app, user)?;
    if !app.identity.has_authenticator(user.id).await? {
        return Err(ErrorCode::NotFound.into());
    }
    let new = NewCodes::make(app).await?;
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    people::hold(db, user.id).await?;
    notices::log(app, db, user.event(app, SecurityEventKind::BackupCodesMade), user.locale).await?;
    let codes = new.store(app, db, user.id).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(codes)
}

/// Which of the person's backup codes this is. All are compared, whichever it is.
///
/// # Errors
/// `busy`, `unavailable`.
pub(super) async fn find_backup_code(
    app: &App,
    user: UserId,
    typed: &BackupCode,
) -> Result<Option<Uuid>, Failure> {
    let typed = Password::new(typed.expose());
    let mut found = None;
    for (id, hash) in store::backup_codes::list(app.database.connection(), user).await? {
        if app.hasher.verify(&typed, Some(hash)).await? {
            found = Some(id);
        }
    }
    Ok(found)
}

/// Backup codes that are not stored yet. Hashed like passwords, each with its own salt: they have fewer than
/// 112 bits (ASVS 5.0, 6.5.2).
struct NewCodes {
    codes: Vec<BackupCode>,
    hashes: Vec<String>,
}

impl NewCodes {
    async fn make(app: &App) -> Result<Self, Failure> {
        let mut new = Self { codes: Vec::new(), hashes: Vec::new() };
        for _ in 0..BACKUP_CODES {
            let mut bytes = [0; 10];
            app.entropy.fill(&mut bytes);
            let code = BackupCode::from_random(bytes);
            new.hashes.push(app.hasher.hash(&Password::new(code.expose())).await?);
            new.codes.push(code);
        }
        Ok(new)
    }

    async fn store(self, app: &App, db: &impl Connection, user: UserId) -> Result<BackupCodes, Failure> {
        // Of two sets that are made at once one stays.
        people::hold(db, user).await?;
        let hashes = self.hashes.into_iter().map(|hash| (app.entropy.uuid(), hash));
        store::backup_codes::replace(db, user, hashes).await?;
        Ok(BackupCodes(self.codes.iter().map(BackupCode::grouped).collect()))
    }
}

/// The secret as text, as an address for apps, and as a picture of that address.
fn enrolment(brand: &str, email: &str, secret: &SecretString) -> Result<Enrolment, Failure> {
    let fault = |error: &dyn std::fmt::Display| Failure::caused(ErrorCode::Internal, error.to_string());
    let bytes = Secret::try_from_base32(secret.expose_secret()).map_err(|error| fault(&error))?;
    // A colon parts the issuer from the account (the otpauth URI format), so neither may hold one.
    let totp = Builder::new()
        .with_secret(bytes)
        .with_account_name(email.replace(':', " "))
        .with_issuer(Some(brand.replace(':', " ")))
        .build()
        .map_err(|error| fault(&error))?;
    let uri = totp.to_url().map_err(|error| fault(&error))?;
    let qr = QrCode::new(&uri).map_err(|error| fault(&error))?;
    Ok(Enrolment { secret: secret.expose_secret().to_owned(), qr: drawing(&qr), uri })
}

fn drawing(qr: &QrCode) -> QrDrawing {
    let size = qr.width();
    let colors = qr.to_colors();
    let dark = colors.iter().enumerate().filter(|(_, color)| **color == Color::Dark);
    let square = |(index, _)| format!("M{} {}h1v1h-1z", index % size, index / size);
    let path = dark.map(square).collect::<Vec<_>>().concat();
    QrDrawing { size: u32::try_from(size).unwrap_or(0), path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_is_told_whose_secret_it_is() {
        let secret = SecretString::from("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
        let enrolment = enrolment("Rocket: One", "ada@example.com", &secret).expect("an enrolment");
        assert!(
            enrolment.uri.starts_with("otpauth://totp/Rocket%20%20One:ada%40example.com?secret=JBSWY3DP")
        );
        assert!(enrolment.uri.contains("issuer=Rocket%20%20One"), "{}", enrolment.uri);
        // The finder pattern in the corner.
        assert!(enrolment.qr.path.starts_with("M0 0h1v1h-1zM1 0h1v1h-1z"));
        assert!(enrolment.qr.size >= 33);
    }
}
