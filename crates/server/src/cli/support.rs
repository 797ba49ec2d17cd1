//! `support …`: what arrived from the Support page, and the answers to it.

use std::{io::Read as _, path::PathBuf};

use clap::{Subcommand, builder::PossibleValuesParser};
use domain::support::{SupportReply, SupportRequest, SupportState};
use serde_json::{Value, json};

use super::{Output, told};
use crate::{
    app::App,
    service::{self, support::Ticket},
    store::support::StoredRequest,
};

#[derive(Subcommand)]
pub(super) enum SupportCommand {
    /// List requests, the latest first.
    List {
        /// Only those in this state.
        #[arg(long, value_parser = PossibleValuesParser::new(SupportState::ALL.iter().map(|state| state.key())))]
        state: Option<String>,
    },
    /// Show a request and the answers to it.
    Show {
        /// Its reference, such as SR-4F7K9M2X.
        reference: String,
        /// Write its screenshot, a JPEG, into this file, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        screenshot: Option<PathBuf>,
    },
    /// Answer a request: its person gets a notification and a mail.
    Reply {
        /// Its reference.
        reference: String,
        /// The answer. Read from standard input when not given.
        #[arg(long)]
        text: Option<String>,
    },
    /// Say that a request is done with. Nobody gets a mail.
    Close {
        /// Its reference.
        reference: String,
    },
}

pub(super) async fn run(app: &App, command: SupportCommand) -> Result<Output, String> {
    app.database.migrate().await.map_err(|error| error.to_string())?;
    match command {
        SupportCommand::List { state } => list(app, state.as_deref()).await,
        SupportCommand::Show { reference, screenshot } => show(app, &reference, screenshot).await,
        SupportCommand::Reply { reference, text } => reply(app, &reference, text).await,
        SupportCommand::Close { reference } => close(app, &reference).await,
    }
}

async fn list(app: &App, state: Option<&str>) -> Result<Output, String> {
    let requests = service::support::list(app, state.and_then(SupportState::from_key)).await.map_err(told)?;
    let lines = requests.iter().map(|each| line(&each.request)).collect();
    let shown = |each: &StoredRequest| {
        let mut shown = in_json(&each.request);
        shown["userId"] = json!(each.user);
        shown
    };
    Ok(Output::new(lines, requests.iter().map(shown).collect()))
}

async fn show(app: &App, reference: &str, screenshot: Option<PathBuf>) -> Result<Output, String> {
    let ticket = service::support::ticket(app, reference).await.map_err(told)?;
    if let Some(file) = screenshot {
        save_screenshot(app, reference, file).await?;
    }
    let Ticket { thread, person } = ticket;
    let who = person.as_ref().map_or("nobody: the account is gone", |(_, email)| email.as_str());
    let mut lines = vec![
        line(&thread.request),
        format!("from {who}{}", if thread.screenshot { ", with a screenshot" } else { "" }),
        String::new(),
    ];
    lines.extend(thread.description.lines().map(str::to_owned));
    for SupportReply { text, at } in &thread.replies {
        lines.extend([String::new(), format!("answered {}", at.iso())]);
        lines.extend(text.lines().map(str::to_owned));
    }
    let mut shown = in_json(&thread.request);
    shown["userId"] = json!(person.as_ref().map(|(id, _)| id));
    shown["email"] = json!(person.as_ref().map(|(_, email)| email));
    shown["description"] = thread.description.into();
    shown["screenshot"] = thread.screenshot.into();
    shown["replies"] = thread.replies.iter().map(reply_in_json).collect();
    Ok(Output::new(lines, shown))
}

async fn save_screenshot(app: &App, reference: &str, file: PathBuf) -> Result<(), String> {
    let bytes = service::support::screenshot_of(app, reference).await.map_err(told)?;
    let failed = |error: std::io::Error| format!("{}: {error}", file.display());
    let mut handle = tokio::fs::File::create_new(&file).await.map_err(failed)?;
    tokio::io::AsyncWriteExt::write_all(&mut handle, &bytes).await.map_err(failed)?;
    handle.sync_all().await.map_err(failed)
}

async fn reply(app: &App, reference: &str, text: Option<String>) -> Result<Output, String> {
    let text = match text {
        Some(text) => text,
        None => from_standard_input()?,
    };
    let ticket = service::support::ticket(app, reference).await.map_err(told)?;
    let Some((_, email)) = ticket.person else {
        return Err("nobody would read the answer: the account is gone".into());
    };
    let reply = service::support::reply(app, reference, &text).await.map_err(told)?;
    let reference = &ticket.thread.request.reference;
    let line = format!("{reference} is answered; a mail to {email} is on its way");
    let mut shown = reply_in_json(&reply);
    shown["reference"] = json!(reference);
    Ok(Output::new(vec![line], shown))
}

fn from_standard_input() -> Result<String, String> {
    let mut text = String::new();
    let read = std::io::stdin().read_to_string(&mut text);
    read.map_err(|error| format!("standard input: {error}"))?;
    Ok(text)
}

async fn close(app: &App, reference: &str) -> Result<Output, String> {
    let request = service::support::close(app, reference).await.map_err(told)?;
    Ok(Output::new(vec![format!("{} is closed", request.reference)], in_json(&request)))
}

fn line(request: &SupportRequest) -> String {
    let SupportRequest { reference, category, title, state, created_at, .. } = request;
    format!("{reference} {} {} {category}: {title}", state.key(), created_at.iso())
}

fn in_json(request: &SupportRequest) -> Value {
    json!({
        "reference": request.reference,
        "state": request.state,
        "category": request.category,
        "title": request.title,
        "createdAt": request.created_at.iso(),
        "updatedAt": request.updated_at.iso(),
    })
}

fn reply_in_json(reply: &SupportReply) -> Value {
    json!({ "text": reply.text, "at": reply.at.iso() })
}
