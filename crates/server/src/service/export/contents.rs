//! What an export holds: all that is known of a person, nothing of others beyond what the person sees of them, and
//! nothing that is secret. `docs/privacy.md` lists where it lies.

use std::fs::File;

use domain::{Texts, Timestamp, notification::Notification, organisation::Cursor};

use super::{
    archive::Archive,
    files::Part as Of,
    job::{Ended, broken},
    own,
    progress::{Part, Progress},
    readme,
};
use crate::{
    app::App,
    service::{
        Failure, activity, keys, notifications,
        objects::{self, Kind},
        privacy,
    },
    store::{
        self,
        notifications::Wanted,
        people::Person,
        personal_data,
        security_events::{Page, Place},
        support::StoredRequest,
    },
};

/// What is few comes first.
const FEW: Part = Part(0, 5);
/// What may be a million rows.
const MANY: Part = Part(5, 90);
/// So many rows are in memory at a time,
const PAGE: u64 = 500;
/// and of what is longer, so many,
const REQUESTS: u64 = 50;
/// and of what has a row for each of many days, so many.
const USED_TOKENS: u64 = 20;

/// Writes all of it into a file without a name.
pub(super) async fn write(
    app: &App,
    person: &Person,
    texts: Texts,
    progress: &mut Progress<'_>,
) -> Result<File, Ended> {
    progress.note(FEW, 0, 1).await?;
    // So that they find here what the Keys tab says.
    keys::write_uses(app).await;
    let now = app.now();
    let archive = Archive::create(&app.config.data_dir, now).await?;
    let mut writing = Writing { app, person, texts, now, archive };
    let brand = app.config.brand.name.as_str();
    let readme = readme::text(texts, brand, &person.email, now);
    writing.archive.add(readme::NAME, readme.into_bytes()).await?;
    let steps = Of::ALL.len() as u64;
    for (step, of) in (1..).zip(Of::ALL) {
        Box::pin(writing.few(of, progress)).await?;
        progress.note(FEW, step, steps).await?;
    }
    Box::pin(writing.many(progress)).await?;
    Ok(writing.archive.finish().await?)
}

struct Writing<'a> {
    app: &'a App,
    person: &'a Person,
    texts: Texts,
    now: Timestamp,
    archive: Archive,
}

impl Writing<'_> {
    /// What is read at once, or in a few pages.
    async fn few(&mut self, of: Of, progress: &mut Progress<'_>) -> Result<(), Ended> {
        let (app, person) = (self.app, self.person);
        let value = match of {
            Of::Account => own::account(app, person).await?,
            Of::Profile => own::profile(app, person).await?,
            Of::Privacy => own::privacy(app, person).await?,
            Of::Preferences => own::preferences(app, person).await?,
            Of::Sessions => own::sessions(app, person).await?,
            Of::Devices => own::devices(app, person, self.now).await?,
            Of::TwoFactor => own::two_factor(app, person).await?,
            Of::Passkeys => own::passkeys(app, person).await?,
            Of::Organisations => own::organisations(app, person).await?,
            Of::Exports => own::exports(app, person).await?,
            Of::Picture => return Ok(self.picture().await?),
            Of::Tokens => return self.tokens(progress).await,
            Of::Usage => return self.usage(progress).await,
            Of::Invites => return self.invites(progress).await,
            Of::InvitesSent => return self.invites_sent(progress).await,
            Of::Support => return self.support(progress).await,
            Of::Screenshots => return self.screenshots(progress).await,
            Of::Notifications | Of::Activity => return Ok(()),
        };
        Ok(self.archive.add_json(of.name(), &value).await?)
    }

    async fn picture(&mut self) -> Result<(), Failure> {
        let db = self.app.database.connection();
        let Some(id) = store::objects::picture_of(db, self.person.id).await? else { return Ok(()) };
        let Some(picture) = objects::get(self.app, Kind::Picture, id).await? else { return Ok(()) };
        let bytes = picture.bytes().await.map_err(broken)?;
        self.archive.add_packed(Of::Picture.name(), bytes.into()).await
    }

    async fn tokens(&mut self, progress: &mut Progress<'_>) -> Result<(), Ended> {
        let db = self.app.database.connection();
        let mut file = self.archive.list(Of::Tokens.name()).await?;
        let mut after = None;
        loop {
            let tokens = personal_data::tokens(db, self.person.id, after, PAGE).await?;
            let Some(last) = tokens.last() else { return Ok(file.end().await?) };
            after = Some(Cursor { at: last.created_at, id: last.id.0 });
            let ids: Vec<_> = tokens.iter().map(|token| token.id).collect();
            let mut uses = store::token_uses::last(db, &ids).await?;
            file.add(tokens.iter().map(|token| own::token(token, uses.remove(&token.id)))).await?;
            progress.go_on().await?;
        }
    }

    async fn usage(&mut self, progress: &mut Progress<'_>) -> Result<(), Ended> {
        let db = self.app.database.connection();
        let mut file = self.archive.list(Of::Usage.name()).await?;
        let mut after = None;
        loop {
            let tokens = personal_data::tokens(db, self.person.id, after, USED_TOKENS).await?;
            let Some(last) = tokens.last() else { return Ok(file.end().await?) };
            after = Some(Cursor { at: last.created_at, id: last.id.0 });
            let ids: Vec<_> = tokens.iter().map(|token| token.id).collect();
            file.add(personal_data::token_uses(db, &ids).await?.into_iter().map(own::uses)).await?;
            progress.go_on().await?;
        }
    }

    async fn invites(&mut self, progress: &mut Progress<'_>) -> Result<(), Ended> {
        let db = self.app.database.connection();
        let mut file = self.archive.list(Of::Invites.name()).await?;
        let mut after = None;
        loop {
            let (invites, next) =
                store::invites::part_to(db, &self.person.email, self.now, after, PAGE).await?;
            file.add(invites.into_iter().map(|invite| own::invite(&privacy::invite(invite)))).await?;
            if next.is_none() {
                return Ok(file.end().await?);
            }
            after = next;
            progress.go_on().await?;
        }
    }

    async fn invites_sent(&mut self, progress: &mut Progress<'_>) -> Result<(), Ended> {
        let db = self.app.database.connection();
        let mut file = self.archive.list(Of::InvitesSent.name()).await?;
        let mut after = None;
        loop {
            let (invites, next) = personal_data::invites_by(db, self.person.id, after, PAGE).await?;
            file.add(invites.iter().map(own::invite_sent)).await?;
            if next.is_none() {
                return Ok(file.end().await?);
            }
            after = next;
            progress.go_on().await?;
        }
    }

    async fn support(&mut self, progress: &mut Progress<'_>) -> Result<(), Ended> {
        let db = self.app.database.connection();
        let mut file = self.archive.list(Of::Support.name()).await?;
        let mut after = None;
        loop {
            let (requests, next) =
                personal_data::support_requests(db, self.person.id, after, REQUESTS).await?;
            let ids: Vec<_> = requests.iter().map(|request| request.id).collect();
            let mut replies = personal_data::support_replies(db, &ids).await?;
            let rows = requests.iter().map(|request| {
                own::request(
                    request,
                    &replies.remove(&request.id).unwrap_or_default(),
                    screenshot(request).as_deref(),
                )
            });
            file.add(rows).await?;
            if next.is_none() {
                return Ok(file.end().await?);
            }
            after = next;
            progress.go_on().await?;
        }
    }

    async fn screenshots(&mut self, progress: &mut Progress<'_>) -> Result<(), Ended> {
        let db = self.app.database.connection();
        let mut after = None;
        loop {
            let (requests, next) =
                personal_data::support_requests(db, self.person.id, after, REQUESTS).await?;
            for request in &requests {
                let Some((id, name)) = request.screenshot.zip(screenshot(request)) else {
                    continue;
                };
                if let Some(object) = objects::get(self.app, Kind::Screenshot, id).await? {
                    let bytes = object.bytes().await.map_err(broken)?;
                    self.archive.add_packed(&name, bytes.into()).await?;
                }
                // Each may take as long as the object store is given.
                progress.go_on().await?;
            }
            if next.is_none() {
                return Ok(());
            }
            after = next;
        }
    }

    /// What grows with every day.
    async fn many(&mut self, progress: &mut Progress<'_>) -> Result<(), Ended> {
        let (entries, told) = personal_data::counts(self.app.database.connection(), self.person.id).await?;
        let mut counted = Counted { done: 0, of: entries + told };
        self.notifications(progress, &mut counted).await?;
        self.activity(progress, &mut counted).await
    }

    async fn notifications(
        &mut self,
        progress: &mut Progress<'_>,
        counted: &mut Counted,
    ) -> Result<(), Ended> {
        let texts = self.texts;
        let mut file = self.archive.long_list(Of::Notifications.name()).await?;
        let mut below = None;
        loop {
            let wanted = Wanted { below, ..Wanted::default() };
            let (told, next) = notifications::some(self.app, self.person.id, wanted, PAGE).await?;
            counted.done += told.len() as u64;
            file.add(told.iter().map(|each: &Notification| own::notification(each, texts))).await?;
            progress.note(MANY, counted.done, counted.of).await?;
            if next.is_none() {
                return Ok(file.end().await?);
            }
            below = next;
        }
    }

    async fn activity(&mut self, progress: &mut Progress<'_>, counted: &mut Counted) -> Result<(), Ended> {
        self.archive.begin_long(Of::Activity.name()).await?;
        let (mut after, mut first): (Option<Place>, bool) = (None, true);
        loop {
            let Page { entries, next } = activity::whole_page(self.app, self.person.id, after).await?;
            counted.done += entries.len() as u64;
            self.archive.write(activity::whole_csv_rows(entries, first)?).await?;
            progress.note(MANY, counted.done, counted.of).await?;
            if next.is_none() {
                return Ok(());
            }
            (after, first) = (next, false);
        }
    }
}

/// How many rows are written.
struct Counted {
    done: u64,
    of: u64,
}

/// The name of the file with a request's screenshot. References are made of letters and digits.
fn screenshot(request: &StoredRequest) -> Option<String> {
    let reference = &request.request.reference;
    request.screenshot.map(|_| format!("{}{reference}.jpg", Of::Screenshots.name()))
}
