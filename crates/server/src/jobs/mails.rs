//! Writing the mails that the outbox sends: in the language of the request that caused them, as text and as HTML.

use domain::{
    Texts,
    identity::FlowId,
    organisation::InviteId,
    token::{RevokedBy, TokenId},
};
use html_escape::encode_text;
use uuid::Uuid;

use crate::{adapters::embedded::CodeMail, app::App, ports::mailer::Mail, service::Failure, store};

/// What a mail follows from.
#[derive(Clone, Copy)]
pub(super) struct Cause {
    /// The message in the outbox.
    pub id: Uuid,
    /// The texts in the language of the request that put it there.
    pub texts: Texts,
}

/// Mails the code of a flow, if it still counts and its address is one to mail to.
pub(super) async fn send_code(app: &App, cause: Cause, flow: FlowId) -> Result<(), Failure> {
    let Some(mail) = app.embedded.code_mail(flow, app.now()).await? else {
        return Ok(());
    };
    let texts = cause.texts;
    let brand = app.config.brand.name.as_str();
    let login = format!("{}/login", app.config.server.public_url);
    let with_code = |email: String, code: &str, lead: String| {
        let subject = texts.mail_code_subject(brand, code);
        let after = [texts.mail_code_validity().to_owned(), texts.mail_code_ignore().to_owned()];
        write(app, cause, email, subject, &lead, Some(code), &after)
    };
    let mail = match mail {
        CodeMail::SignUp { email, code } => with_code(email, &code, texts.mail_sign_up_lead(brand)),
        CodeMail::Reset { email, code } => with_code(email, &code, texts.mail_reset_lead(brand)),
        CodeMail::AlreadyRegistered { email } => {
            let subject = texts.mail_registered_subject(brand);
            let after = [texts.mail_registered_next(&login), texts.mail_registered_ignore().to_owned()];
            write(app, cause, email, subject, texts.mail_registered_lead(), None, &after)
        }
    };
    Ok(app.mailer.send(&mail).await?)
}

/// Tells a person that their password was changed.
pub(super) async fn send_password_changed(app: &App, cause: Cause, email: &str) -> Result<(), Failure> {
    let texts = cause.texts;
    let login = format!("{}/login", app.config.server.public_url);
    let subject = texts.mail_reset_done_subject(&app.config.brand.name);
    let after = [texts.mail_reset_done_next(&login)];
    let mail = write(app, cause, email.to_owned(), subject, texts.mail_reset_done_lead(), None, &after);
    Ok(app.mailer.send(&mail).await?)
}

/// Mails an invite, if it still waits for an answer.
pub(super) async fn send_invite(app: &App, cause: Cause, invite: InviteId) -> Result<(), Failure> {
    let waiting = store::invites::for_mail(app.database.connection(), invite, app.now()).await?;
    let Some((email, invite)) = waiting else {
        return Ok(());
    };
    let texts = cause.texts;
    let brand = app.config.brand.name.as_str();
    let role = invite.role.text(texts);
    let lead = if invite.invited_by.is_empty() {
        texts.mail_invite_lead_plain(&invite.organisation, role)
    } else {
        texts.mail_invite_lead(&invite.organisation, &invite.invited_by, role)
    };
    let link = format!("{}/organisations/invites", app.config.server.public_url);
    let after = [texts.mail_invite_next(&email, &link), texts.mail_invite_ignore().to_owned()];
    let subject = texts.mail_invite_subject(brand, &invite.organisation);
    let mail = write(app, cause, email, subject, &lead, None, &after);
    Ok(app.mailer.send(&mail).await?)
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
    Ok(app.mailer.send(&mail).await?)
}

/// Puts a mail together: a lead, a code to copy if there is one, paragraphs, the reason for it.
fn write(
    app: &App,
    cause: Cause,
    to: String,
    subject: String,
    lead: &str,
    code: Option<&str>,
    after: &[String],
) -> Mail {
    let Cause { id, texts } = cause;
    let footer = texts.mail_footer(&app.config.brand.name);
    let paragraphs: Vec<_> = after.iter().map(|text| encode_text(text)).collect();
    let shown_code = code.map(|code| {
        format!("<p style=\"font:600 28px ui-monospace,monospace;letter-spacing:4px\">{code}</p>")
    });
    let html = format!(
        "<!doctype html><html lang=\"{}\"><body style=\"font:16px system-ui,sans-serif;max-width:32em;\
         margin:2em auto;padding:0 1em\"><p>{}</p>{}<p>{}</p><hr>\
         <p style=\"font-size:13px;opacity:.7\">{}</p></body></html>",
        texts.locale.tag(),
        encode_text(lead),
        shown_code.unwrap_or_default(),
        paragraphs.join("</p><p>"),
        encode_text(&footer),
    );
    let code = code.map(|code| format!("    {code}\n\n")).unwrap_or_default();
    let text = format!("{lead}\n\n{code}{}\n\n-- \n{footer}\n", after.join("\n\n"));
    Mail { id: id.to_string(), to, subject, text, html }
}
