//! Reading and changing one's own profile.

use domain::{
    AppError, ErrorCode, Field, Problem, UserId,
    profile::{Profile, ProfileUpdate},
    security::SecurityEventKind,
};

use super::Failure;
use crate::{app::App, auth::Actor, store};

/// The person's own profile.
///
/// # Errors
/// `signed_out` when the account is gone.
pub async fn read(app: &App, user: &Actor) -> Result<Profile, Failure> {
    store::people::profile(app.database.connection(), user.id, &user.email)
        .await?
        .ok_or_else(|| ErrorCode::SignedOut.into())
}

/// Stores a changed profile, if nobody changed it since `version` was read, when one is given.
///
/// # Errors
/// `invalid` with every wrong field, `conflict`.
pub async fn update(
    app: &App,
    user: &Actor,
    update: ProfileUpdate,
    version: Option<i64>,
) -> Result<Profile, Failure> {
    let update = update.checked()?;
    check_numbering_plan(&update.phone)?;
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    if !store::people::update_profile(db, user.id, &update, version, app.now()).await? {
        return Err(ErrorCode::Conflict.into());
    }
    store::security_events::insert(db, user.event(app, SecurityEventKind::ProfileChanged)).await?;
    let stored = store::people::profile(db, user.id, &user.email).await?;
    transaction.commit().await?;
    stored.ok_or_else(|| ErrorCode::SignedOut.into())
}

/// Fills a new person's profile, for the demo.
///
/// # Errors
/// `invalid`, `conflict` when it was filled before.
pub async fn fill(app: &App, user: UserId, update: ProfileUpdate) -> Result<(), Failure> {
    let update = update.checked()?;
    let db = app.database.connection();
    if store::people::update_profile(db, user, &update, Some(1), app.now()).await? {
        Ok(())
    } else {
        Err(ErrorCode::Conflict.into())
    }
}

/// That some country has such a number. Here and not in `domain`: the tables are too heavy for wasm.
fn check_numbering_plan(phone: &str) -> Result<(), AppError> {
    if phone.is_empty() || phonenumber::parse(None, phone).is_ok_and(|number| number.is_valid()) {
        Ok(())
    } else {
        Err(AppError::field(Field::Phone, Problem::PhoneUnknown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_no_country_has_are_refused() {
        for real in ["", "+442079460018", "+14155552671", "+493012345678"] {
            assert!(check_numbering_plan(real).is_ok(), "{real}");
        }
        for unreal in ["+4412345678", "+9991234567", "+12", "nonsense"] {
            assert!(check_numbering_plan(unreal).is_err(), "{unreal}");
        }
    }
}
