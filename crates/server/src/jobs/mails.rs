//! Writing the mails that the outbox sends: in the language of the request that caused them, as text and as HTML.

use domain::{
    Texts, Timestamp,
    identity::FlowId,
    organisation::{InviteId, MyInvite},
    security::SecurityEventKind,
    token::{RevokedBy, TokenId},
};
use uuid::Uuid;

use super::letter::{Letter, Part};
use crate::{
    app::App,
    ports::mailer::Mail,
    service::{
        Failure, alarm::Alarm, codes::CodeMail, export, invites, notices::Notice, privacy, program_name,
    },
    store::{self, security_events::SecurityEvent},
};

/// What a mail follows from.
#[derive(Clone, Copy)]
pub(super) struct Cause {
    /// The message in the outbox.
    pub id: Uuid,
    /// The texts in the language of the request that put it there.
    pub texts: Texts,
    /// Whether this is the last try.
    pub gives_up: bool,
}

/// Hands a mail over. Answers whether it went: one that never will is let go, because no other try helps anybody.
pub(super) async fn send(app: &App, cause: Cause, mail: &Mail) -> Result<bool, Failure> {
    let Err(error) = app.mailer.send(mail).await else { return Ok(true) };
    if !error.permanent && !cause.gives_up {
        return Err(error.into());
    }
    let reason = if error.permanent { "refused" } else { "tries" };
    metrics::counter!("mails_given_up_total", "reason" => reason).increment(1);
    // Without what the server said, which may name the receiver. Its own log has the Message-ID.
    tracing::warn!(message = %cause.id, reason, "a mail was given up");
    Ok(false)
}

/// Mails the code of a flow, if it still counts and its address is one to mail to.
pub(super) async fn send_code(app: &App, cause: Cause, flow: FlowId) -> Result<(), Failure> {
    let Some(mail) = app.codes.mail(flow).await? else {
        return Ok(());
    };
    let texts = cause.texts;
    let brand = app.config.brand.name.as_str();
    let with_code = |email: String, code: String, lead: String| {
        let subject = texts.mail_code_subject(brand, &code);
        let after =
            [texts.mail_code_validity(), texts.mail_code_ignore()].map(|text| Part::Text(text.to_owned()));
        let parts = [Part::Text(lead), Part::Code(code)].into_iter().chain(after).collect();
        write(app, cause, email, subject, parts)
    };
    let mail = match mail {
        CodeMail::SignUp { email, code } => with_code(email, code, texts.mail_sign_up_lead(brand)),
        CodeMail::Reset { email, code } => with_code(email, code, texts.mail_reset_lead(brand)),
        CodeMail::EmailChange { email, code } => with_code(email, code, texts.mail_email_change_lead(brand)),
        CodeMail::AlreadyRegistered { email } => registered(app, cause, email),
    };
    send(app, cause, &mail).await.map(drop)
}

/// Tells the owner of an address that somebody wanted to sign up with it.
pub(super) async fn send_registered(app: &App, cause: Cause, email: String) -> Result<(), Failure> {
    send(app, cause, &registered(app, cause, email)).await.map(drop)
}

fn registered(app: &App, cause: Cause, email: String) -> Mail {
    let texts = cause.texts;
    let subject = texts.mail_registered_subject(&app.config.brand.name);
    let parts = vec![
        Part::Text(texts.mail_registered_lead().to_owned()),
        button(app, texts.mail_registered_next(), texts.log_in(), "/login"),
        Part::Text(texts.mail_registered_ignore().to_owned()),
    ];
    write(app, cause, email, subject, parts)
}

/// Tells who had an account with this address that it is deleted.
pub(super) async fn send_account_deleted(
    app: &App,
    cause: Cause,
    email: &str,
    at: Timestamp,
) -> Result<(), Failure> {
    let texts = cause.texts;
    let brand = app.config.brand.name.as_str();
    let lead = texts.mail_account_deleted_lead(&at.date_time(texts), brand);
    let after = [texts.mail_account_deleted_rest(), texts.mail_account_deleted_again()];
    let parts = std::iter::once(lead).chain(after.map(str::to_owned)).map(Part::Text).collect();
    let mail = write(app, cause, email.to_owned(), texts.mail_account_deleted_subject(brand), parts);
    send(app, cause, &mail).await.map(drop)
}

/// Tells the person with this address that their password was changed.
pub(super) async fn send_password_changed(app: &App, cause: Cause, email: &str) -> Result<(), Failure> {
    let person = store::people::find_by_email(app.database.connection(), email).await?;
    let Some(person) = person else { return Ok(()) };
    let kind = SecurityEventKind::PasswordReset;
    let event = SecurityEvent::of_ours(cause.id, person.id, kind, app.now());
    send_notice(app, cause, Notice::of(&event)).await
}

/// Tells a person what happened to their account, and what to do if it was not them.
pub(super) async fn send_notice(app: &App, cause: Cause, notice: Notice) -> Result<(), Failure> {
    let person = store::people::find(app.database.connection(), notice.user).await?;
    let Some(person) = person else { return Ok(()) };
    let texts = cause.texts;
    let Some(what) = notice_words(texts, &notice) else { return Ok(()) };
    let (to, next) = if let Some((change, old)) = &notice.undo {
        let page = format!("/undo-email?link={}", Alarm::UndoEmail(*change).link(&app.secrets, notice.at));
        (old.clone(), button(app, texts.mail_notice_undo(), texts.undo_email_submit(), &page))
    } else {
        let page = format!("/not-me?link={}", Alarm::NotMe(notice.user).link(&app.secrets, notice.at));
        (person.email, button(app, texts.mail_notice_not_me(), texts.not_me_submit(), &page))
    };
    let first_sentence = what.split(". ").next().unwrap_or_default().trim_end_matches('.');
    let subject = texts.mail_notice_subject(&app.config.brand.name, first_sentence);
    let what = match to_export(texts, notice.event) {
        Some(label) => button(app, &what, label, "/settings/account"),
        None => Part::Text(what),
    };
    let mail = write(app, cause, to, subject, vec![what, Part::Text(when_and_where(texts, &notice)), next]);
    send(app, cause, &mail).await.map(drop)
}

fn when_and_where(texts: Texts, notice: &Notice) -> String {
    let at = notice.at.date_time(texts);
    if notice.address.is_empty() {
        return texts.mail_notice_when(&at);
    }
    let client = program_name(&notice.user_agent);
    let client = if client.is_empty() { texts.mail_notice_client_unknown() } else { client.as_str() };
    texts.mail_notice_from(&notice.address, &at, client)
}

/// The words on the way to an export, for what asks to go there.
fn to_export(texts: Texts, event: SecurityEventKind) -> Option<&'static str> {
    match event {
        SecurityEventKind::ExportReady => Some(texts.mail_open_export()),
        SecurityEventKind::ExportFailed => Some(texts.mail_open_export_again()),
        _ => None,
    }
}

/// What happened; nothing for what nobody is told of by mail.
fn notice_words(texts: Texts, notice: &Notice) -> Option<String> {
    use SecurityEventKind as Kind;
    let subject = notice.subject.as_str();
    Some(match notice.event {
        Kind::SignedIn => texts.mail_notice_new_device().to_owned(),
        Kind::SecondStepFailed => texts.mail_notice_second_step_failed().to_owned(),
        Kind::PasswordReset | Kind::PasswordChanged => texts.mail_notice_password().to_owned(),
        Kind::EmailChanged if notice.undo.is_some() => texts.mail_notice_email_to(subject),
        Kind::EmailChanged => texts.mail_notice_email_from(subject),
        Kind::EmailChangeUndone => texts.mail_notice_email_undone().to_owned(),
        Kind::AccountSecured => texts.mail_notice_secured().to_owned(),
        Kind::AuthenticatorEnabled => texts.mail_notice_authenticator_enabled().to_owned(),
        Kind::AuthenticatorReplaced => texts.mail_notice_authenticator_replaced().to_owned(),
        Kind::AuthenticatorDisabled => texts.mail_notice_authenticator_disabled().to_owned(),
        Kind::BackupCodesMade => texts.mail_notice_backup_codes_made().to_owned(),
        Kind::BackupCodeUsed => texts.mail_notice_backup_code_used().to_owned(),
        Kind::PasskeyAdded => texts.mail_notice_passkey_added(subject),
        Kind::PasskeyRemoved => texts.mail_notice_passkey_removed(subject),
        Kind::TokenCreated => texts.mail_notice_token_created(subject),
        Kind::TokenRevealed => texts.mail_notice_token_revealed(subject),
        Kind::ExportReady => texts.mail_notice_export_ready(&(notice.at + export::KEPT).date_time(texts)),
        Kind::ExportFailed => texts.mail_notice_export_failed().to_owned(),
        Kind::ExportedByAdmin => texts.mail_notice_exported_by_admin().to_owned(),
        _ => return None,
    })
}

/// Mails an invite, if it still waits for an answer. Who has an account is told as they want to be.
pub(super) async fn send_invite(app: &App, cause: Cause, invite: InviteId) -> Result<(), Failure> {
    let db = app.database.connection();
    let Some(waiting) = store::invites::for_mail(db, invite, app.now()).await? else {
        return Ok(());
    };
    let email = waiting.email.clone();
    let invite = privacy::invite(waiting);
    if let Some(person) = store::people::find_by_email(db, &email).await? {
        return invites::tell(app, cause.id, person.id, &invite, cause.texts.locale).await;
    }
    let (subject, parts) = invite_words(app, cause.texts, &email, &invite);
    send(app, cause, &write(app, cause, email, subject, parts)).await.map(drop)
}

/// What the mail says that brings an invite to an address: the subject, and the rest.
pub(super) fn invite_words(app: &App, texts: Texts, email: &str, invite: &MyInvite) -> (String, Vec<Part>) {
    let role = invite.role.text(texts);
    let lead = if invite.invited_by.is_empty() {
        texts.mail_invite_lead_plain(&invite.organisation, role)
    } else {
        texts.mail_invite_lead(&invite.organisation, &invite.invited_by, role)
    };
    let next = texts.mail_invite_next(email);
    let parts = vec![
        Part::Text(lead),
        button(app, &next, texts.mail_open_invite(), "/organisations/invites"),
        Part::Text(texts.mail_invite_ignore().to_owned()),
    ];
    (texts.mail_invite_subject(&app.config.brand.name, &invite.organisation), parts)
}

/// Tells a token's owner that somebody else ended it, if both are still there.
pub(super) async fn send_token_revoked(app: &App, cause: Cause, token: TokenId) -> Result<(), Failure> {
    let db = app.database.connection();
    let Some(owner) = store::tokens::owner(db, token).await? else { return Ok(()) };
    let (person, token) =
        (store::people::find(db, owner).await?, store::tokens::find(db, owner, token).await?);
    let (Some(person), Some((token, _))) = (person, token) else { return Ok(()) };
    let texts = cause.texts;
    let reported = matches!(token.end.revoked, Some((_, RevokedBy::Report, _)));
    let lead = if reported {
        texts.mail_token_reported_lead(&token.name)
    } else {
        texts.mail_token_revoked_lead(&token.name)
    };
    let subject = texts.mail_token_revoked_subject(&app.config.brand.name);
    let next = button(app, texts.mail_token_revoked_next(), texts.mail_open_keys(), "/settings/keys");
    let mail = write(app, cause, person.email, subject, vec![Part::Text(lead), next]);
    send(app, cause, &mail).await.map(drop)
}

/// What to do next, on a page of ours.
pub(super) fn button(app: &App, ask: &str, label: &str, page: &str) -> Part {
    let url = format!("{}{page}", app.config.server.public_url);
    Part::Button { ask: ask.to_owned(), label: label.to_owned(), url }
}

/// A mail that nobody can switch off, because it is about the account: with the reason for it.
pub(super) fn write(app: &App, cause: Cause, to: String, subject: String, parts: Vec<Part>) -> Mail {
    let brand = app.config.brand.name.as_str();
    let footer = vec![Part::Text(cause.texts.mail_footer(brand))];
    Letter { subject, parts, footer }.mail(brand, cause, to)
}
