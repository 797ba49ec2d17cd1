//! Writing the mails that the outbox sends: in the language of the request that caused them, as text and as HTML.

use domain::{
    Texts, Timestamp,
    identity::FlowId,
    organisation::{InviteId, MyInvite},
    security::SecurityEventKind,
    token::{RevokedBy, TokenId},
};
use html_escape::encode_text;
use uuid::Uuid;

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
    let with_code = |email: String, code: &str, lead: String| {
        let subject = texts.mail_code_subject(brand, code);
        let after = [texts.mail_code_validity().to_owned(), texts.mail_code_ignore().to_owned()];
        write(app, cause, email, subject, &lead, Some(code), &after)
    };
    let mail = match mail {
        CodeMail::SignUp { email, code } => with_code(email, &code, texts.mail_sign_up_lead(brand)),
        CodeMail::Reset { email, code } => with_code(email, &code, texts.mail_reset_lead(brand)),
        CodeMail::EmailChange { email, code } => with_code(email, &code, texts.mail_email_change_lead(brand)),
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
    let login = format!("{}/login", app.config.server.public_url);
    let subject = texts.mail_registered_subject(&app.config.brand.name);
    let after = [texts.mail_registered_next(&login), texts.mail_registered_ignore().to_owned()];
    write(app, cause, email, subject, texts.mail_registered_lead(), None, &after)
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
    let after = [texts.mail_account_deleted_rest().to_owned(), texts.mail_account_deleted_again().to_owned()];
    let subject = texts.mail_account_deleted_subject(brand);
    let mail = write(app, cause, email.to_owned(), subject, &lead, None, &after);
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
    let public_url = &app.config.server.public_url;
    let Some(what) = notice_words(texts, public_url, &notice) else { return Ok(()) };
    let (to, next) = if let Some((change, old)) = notice.undo {
        let link = Alarm::UndoEmail(change).link(&app.secrets, notice.at);
        (old, texts.mail_notice_undo(&format!("{public_url}/undo-email?link={link}")))
    } else {
        let link = Alarm::NotMe(notice.user).link(&app.secrets, notice.at);
        (person.email, texts.mail_notice_not_me(&format!("{public_url}/not-me?link={link}")))
    };
    let client = program_name(&notice.user_agent);
    let client = if client.is_empty() { texts.mail_notice_client_unknown() } else { client.as_str() };
    let at = notice.at.date_time(texts);
    let from = if notice.address.is_empty() {
        texts.mail_notice_when(&at)
    } else {
        texts.mail_notice_from(&notice.address, &at, client)
    };
    let first_sentence = what.split(". ").next().unwrap_or_default().trim_end_matches('.');
    let subject = texts.mail_notice_subject(&app.config.brand.name, first_sentence);
    let mail = write(app, cause, to, subject, &what, None, &[from, next]);
    send(app, cause, &mail).await.map(drop)
}

/// What happened; nothing for what nobody is told of by mail.
fn notice_words(texts: Texts, public_url: &str, notice: &Notice) -> Option<String> {
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
        Kind::ExportReady => {
            let until = (notice.at + export::KEPT).date_time(texts);
            texts.mail_notice_export_ready(&until, &format!("{public_url}/settings/account"))
        }
        Kind::ExportFailed => texts.mail_notice_export_failed(&format!("{public_url}/settings/account")),
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
    let InviteWords { subject, lead, after } = invite_words(app, cause.texts, &email, &invite);
    send(app, cause, &write(app, cause, email, subject, &lead, None, &after)).await.map(drop)
}

/// What a mail with an invite says.
pub(super) struct InviteWords {
    pub subject: String,
    pub lead: String,
    pub after: [String; 2],
}

/// What the mail says that brings an invite to an address.
pub(super) fn invite_words(app: &App, texts: Texts, email: &str, invite: &MyInvite) -> InviteWords {
    let role = invite.role.text(texts);
    let lead = if invite.invited_by.is_empty() {
        texts.mail_invite_lead_plain(&invite.organisation, role)
    } else {
        texts.mail_invite_lead(&invite.organisation, &invite.invited_by, role)
    };
    let link = format!("{}/organisations/invites", app.config.server.public_url);
    let after = [texts.mail_invite_next(email, &link), texts.mail_invite_ignore().to_owned()];
    InviteWords {
        subject: texts.mail_invite_subject(&app.config.brand.name, &invite.organisation),
        lead,
        after,
    }
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
    let link = format!("{}/settings/keys", app.config.server.public_url);
    let subject = texts.mail_token_revoked_subject(&app.config.brand.name);
    let mail = write(app, cause, person.email, subject, &lead, None, &[texts.mail_token_revoked_next(&link)]);
    send(app, cause, &mail).await.map(drop)
}

/// Puts a mail together: a lead, a code to copy if there is one, paragraphs, the reason for it.
pub(super) fn write(
    app: &App,
    cause: Cause,
    to: String,
    subject: String,
    lead: &str,
    code: Option<&str>,
    after: &[String],
) -> Mail {
    let Cause { id, texts, .. } = cause;
    let footer = texts.mail_footer(&app.config.brand.name);
    let paragraphs: Vec<_> = after.iter().map(|text| encode_text(text)).collect();
    let shown_code = code.map(|code| {
        format!("<p style=\"font:600 28px ui-monospace,monospace;letter-spacing:4px\">{code}</p>")
    });
    let html = format!(
        "<!doctype html><html lang=\"{}\"><body style=\"font:16px system-ui,sans-serif;max-width:32em;\
         margin:2em auto;padding:0 1em;white-space:pre-line\"><p>{}</p>{}<p>{}</p><hr>\
         <p style=\"font-size:13px;opacity:.7\">{}</p></body></html>",
        texts.locale.tag(),
        encode_text(lead),
        shown_code.unwrap_or_default(),
        paragraphs.join("</p><p>"),
        encode_text(&footer),
    );
    let code = code.map(|code| format!("    {code}\n\n")).unwrap_or_default();
    let text = format!("{lead}\n\n{code}{}\n\n-- \n{footer}\n", after.join("\n\n"));
    Mail { id: id.to_string(), to, subject, text, html, ..Mail::default() }
}
