//! Each part of an export as JSON, field by field: what is not named here is in no export.

use domain::{
    ErrorCode, Texts, Timestamp,
    notification::{Category, Notification, Preference},
    organisation::{Invite, MEMBERSHIPS_MAX, MyInvite, Organisation},
    support::SupportReply,
    token::{LastUse, TokenId},
};
use serde_json::{Value, json};

use crate::{
    app::App,
    service::{Failure, program_name},
    store::{
        self,
        email_changes::EmailChange,
        people::Person,
        personal_data::{self, OwnToken},
        support::StoredRequest,
    },
};

pub(super) async fn account(app: &App, person: &Person) -> Result<Value, Failure> {
    let changes = personal_data::email_changes(app.database.connection(), person.id).await?;
    let change = |change: &EmailChange| {
        let (from, to) = (&change.old_email, &change.new_email);
        json!({ "from": from, "to": to, "at": change.at.iso() })
    };
    Ok(json!({
        "id": person.id,
        "email": person.email,
        "createdAt": person.created_at.iso(),
        "emailChanges": changes.iter().map(change).collect::<Value>(),
    }))
}

pub(super) async fn profile(app: &App, person: &Person) -> Result<Value, Failure> {
    let db = app.database.connection();
    let profile = store::people::profile(db, person.id, &person.email).await?.ok_or(ErrorCode::NotFound)?;
    Ok(json!({
        "email": profile.email,
        "firstName": profile.first_name,
        "lastName": profile.last_name,
        "phone": profile.phone,
        "bio": profile.bio,
    }))
}

pub(super) async fn privacy(app: &App, person: &Person) -> Result<Value, Failure> {
    let shown = store::privacy::settings(app.database.connection(), person.id).await?;
    Ok(json!({ "shownToMembers": shown.ok_or(ErrorCode::NotFound)? }))
}

pub(super) async fn preferences(app: &App, person: &Person) -> Result<Value, Failure> {
    let db = app.database.connection();
    let changed = store::preferences::changed(db, person.id).await?;
    let row = |category: &Category| {
        let row = changed.iter().find(|row| row.category == *category).copied();
        row.unwrap_or_else(|| Preference::at_first(*category))
    };
    let schedule = store::preferences::schedule(db, person.id).await?.unwrap_or_default();
    Ok(json!({ "rows": Category::ALL.iter().map(row).collect::<Vec<_>>(), "schedule": schedule }))
}

pub(super) fn token(token: &OwnToken, last: Option<LastUse>) -> Value {
    let last =
        last.map(|last| json!({ "at": last.at.iso(), "address": last.address, "client": last.client }));
    json!({
        "id": token.id,
        "name": token.name,
        "scopes": token.scopes,
        "networks": token.networks.split_whitespace().collect::<Vec<_>>(),
        "createdAt": token.created_at.iso(),
        "expiresAt": iso(token.expires_at),
        "retiresAt": iso(token.retires_at),
        "revokedAt": iso(token.revoked_at),
        "revokedBy": token.revoked_by,
        "revokedReason": token.revoked_reason,
        "lastUse": last,
    })
}

pub(super) fn uses((token, day, uses): (TokenId, i64, u64)) -> Value {
    let begins = Timestamp::default() + super::DAY * u32::try_from(day).unwrap_or_default();
    json!({ "token": token, "day": begins.iso_date(), "uses": uses })
}

pub(super) async fn sessions(app: &App, person: &Person) -> Result<Value, Failure> {
    let sessions = personal_data::sessions(app.database.connection(), person.id).await?;
    let session = |(session, ends): (store::sessions::ListedSession, Timestamp)| {
        json!({
            "via": session.via,
            "address": session.address,
            "client": program_name(&session.user_agent),
            "userAgent": session.user_agent,
            "signedInAt": session.created_at.iso(),
            "lastActiveAt": session.last_seen_at.iso(),
            "expiresAt": ends.iso(),
        })
    };
    Ok(sessions.into_iter().map(session).collect())
}

pub(super) async fn devices(app: &App, person: &Person, now: Timestamp) -> Result<Value, Failure> {
    let devices = personal_data::devices(app.database.connection(), person.id).await?;
    let device = |(device, known): (store::devices::KnownDevice, Timestamp)| {
        json!({
            "via": device.via,
            "address": device.address,
            "client": program_name(&device.user_agent),
            "userAgent": device.user_agent,
            "knownSince": known.iso(),
            "lastUsedAt": device.last_used_at.iso(),
            "trustedUntil": iso(Some(device.trusted_until).filter(|until| *until > now)),
        })
    };
    Ok(devices.into_iter().map(device).collect())
}

pub(super) async fn two_factor(app: &App, person: &Person) -> Result<Value, Failure> {
    let codes = store::backup_codes::count(app.database.connection(), person.id).await?;
    let on = app.identity.has_authenticator(person.id).await?;
    Ok(json!({ "authenticatorApp": on, "backupCodesLeft": codes }))
}

pub(super) async fn passkeys(app: &App, person: &Person) -> Result<Value, Failure> {
    let passkeys = store::passkeys::list(app.database.connection(), person.id).await?;
    let passkey = |stored: store::passkeys::StoredPasskey| {
        let shown = stored.shown;
        let last_used_at = iso(shown.last_used_at);
        json!({ "name": shown.name, "createdAt": shown.created_at.iso(), "lastUsedAt": last_used_at })
    };
    Ok(passkeys.into_iter().map(passkey).collect())
}

pub(super) async fn organisations(app: &App, person: &Person) -> Result<Value, Failure> {
    let db = app.database.connection();
    let theirs = store::clients::page_of(db, person.id, None, MEMBERSHIPS_MAX as u64).await?;
    let organisation = |each: Organisation| {
        json!({
            "id": each.id,
            "name": each.name,
            "role": each.role,
            "joinedAt": each.joined_at.iso(),
        })
    };
    Ok(theirs.into_iter().map(organisation).collect())
}

pub(super) fn invite(invite: &MyInvite) -> Value {
    json!({
        "id": invite.id,
        "organisation": invite.organisation,
        "role": invite.role,
        "invitedBy": invite.invited_by,
        "createdAt": invite.created_at.iso(),
        "expiresAt": invite.expires_at.iso(),
    })
}

pub(super) fn invite_sent(invite: &Invite) -> Value {
    json!({
        "id": invite.id,
        "organisationId": invite.client,
        "email": invite.email,
        "role": invite.role,
        "createdAt": invite.created_at.iso(),
        "expiresAt": invite.expires_at.iso(),
    })
}

pub(super) async fn exports(app: &App, person: &Person) -> Result<Value, Failure> {
    let exports = personal_data::exports(app.database.connection(), person.id).await?;
    let export = |(at, state): (Timestamp, String)| json!({ "requestedAt": at.iso(), "state": state });
    Ok(exports.into_iter().map(export).collect())
}

pub(super) fn request(stored: &StoredRequest, replies: &[SupportReply], screenshot: Option<&str>) -> Value {
    let request = &stored.request;
    let reply = |reply: &SupportReply| json!({ "at": reply.at.iso(), "text": reply.text });
    json!({
        "reference": request.reference,
        "category": request.category,
        "title": request.title,
        "description": stored.description,
        "screenshot": screenshot,
        "state": request.state,
        "createdAt": request.created_at.iso(),
        "updatedAt": request.updated_at.iso(),
        "answers": replies.iter().map(reply).collect::<Value>(),
    })
}

pub(super) fn notification(told: &Notification, texts: Texts) -> Value {
    json!({
        "id": told.id,
        "at": told.at.iso(),
        "headline": told.headline(texts),
        "kind": told.kind,
        "event": told.event,
        "organisationId": told.organisation,
        "subject": told.subject,
        "actor": told.actor,
        "title": told.title,
        "message": told.message,
        "count": told.count,
        "read": told.read,
    })
}

fn iso(at: Option<Timestamp>) -> Option<String> {
    at.map(Timestamp::iso)
}
