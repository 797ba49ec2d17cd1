//! Profile pictures.

use domain::{
    picture::{Crop, PictureFile},
    security::SecurityEventKind,
};
use object_store::GetResult;
use uuid::Uuid;

use super::{
    Failure,
    objects::{self, Kind},
    people,
    privacy::picture_name,
    throttle::{Counter, Limit, count},
};
use crate::{
    app::App,
    auth::CurrentUser,
    jobs::{self, Message},
    store,
};

/// How many letters a picture's name has.
const NAME_LENGTH: usize = 32;

/// Stores a square of a picture as the person's. Answers its public name.
///
/// # Errors
/// `invalid` with what is wrong with the file, `too_many_tries`, `busy`, `unavailable`.
pub async fn set(
    app: &App,
    user: &CurrentUser,
    file: &PictureFile,
    crop: Option<Crop>,
) -> Result<String, Failure> {
    // Before any work is done, and whatever comes of it: it is the work that is limited.
    count(app, &[&Counter::anywhere(app, Limit::Pictures, &user.id.to_string())]).await?;
    let picture = app.images.profile_picture(file, crop).await?;
    let id = objects::put(app, Kind::Picture, picture).await?;
    let name = picture_name(&*app.entropy);
    change(app, user, Some((id, &name))).await?;
    Ok(name)
}

/// Removes it. Repeating it is fine.
///
/// # Errors
/// `unavailable`.
pub async fn remove(app: &App, user: &CurrentUser) -> Result<(), Failure> {
    change(app, user, None).await
}

async fn change(app: &App, user: &CurrentUser, picture: Option<(Uuid, &str)>) -> Result<(), Failure> {
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    people::hold(db, user.id).await?;
    let before = store::objects::picture_of(db, user.id).await?;
    if picture.is_none() && before.is_none() {
        return Ok(());
    }
    store::objects::set_picture(db, user.id, picture).await?;
    if let Some(id) = before {
        jobs::enqueue(app, db, &Message::DeleteObject { object: Kind::Picture, id }).await?;
    }
    let kind = match picture {
        Some(_) => SecurityEventKind::PictureChanged,
        None => SecurityEventKind::PictureRemoved,
    };
    store::security_events::insert(db, user.event(app, kind)).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(())
}

/// The picture of this name.
///
/// # Errors
/// `unavailable`.
pub async fn named(app: &App, name: &str) -> Result<Option<GetResult>, Failure> {
    if !is_name(name) {
        return Ok(None);
    }
    match store::objects::picture_named(app.database.connection(), name).await? {
        Some(id) => objects::get(app, Kind::Picture, id).await,
        None => Ok(None),
    }
}

fn is_name(name: &str) -> bool {
    name.len() == NAME_LENGTH && name.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::entropy::Entropy;

    /// No chance at all.
    struct Nothing;

    impl Entropy for Nothing {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0xff);
        }
    }

    #[test]
    fn names_are_told_from_everything_else() {
        let name = picture_name(&Nothing);
        assert!(is_name(&name), "{name}");
        for wrong in ["", &name[1..], &format!("{name}a"), &name.to_uppercase(), "../secrets.key"] {
            assert!(!is_name(wrong), "{wrong}");
        }
    }
}
