//! `token …`: what the support person does with somebody's tokens. The owner sees each of it.

use clap::Subcommand;
use domain::token::{TokenId, TokenState, UserToken};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Output, told};
use crate::{app::App, service};

#[derive(Subcommand)]
pub(super) enum TokenCommand {
    /// List a person's tokens.
    List {
        /// The person's address.
        #[arg(long)]
        email: String,
        /// Show the values of those that work.
        #[arg(long)]
        reveal: bool,
    },
    /// End a token at once. Its owner gets a mail.
    Revoke {
        /// Which.
        id: Uuid,
    },
}

pub(super) async fn run(app: &App, command: TokenCommand) -> Result<Output, String> {
    app.database.migrate().await.map_err(|error| error.to_string())?;
    match command {
        TokenCommand::List { email, reveal } => list(app, &email, reveal).await,
        TokenCommand::Revoke { id } => revoke(app, TokenId(id)).await,
    }
}

async fn list(app: &App, email: &str, reveal: bool) -> Result<Output, String> {
    let person = service::people::find(app, email).await.map_err(told)?;
    let person = person.ok_or_else(|| format!("{email} has no account"))?;
    let (mut lines, mut shown) = (Vec::new(), Vec::new());
    for token in service::tokens::list_as_admin(app, person.id).await.map_err(told)? {
        let value = if reveal && token.state.works() {
            let value = service::tokens::reveal_as_admin(app, person.id, token.id).await.map_err(told)?;
            Some(value.expose().to_owned())
        } else {
            None
        };
        let state = state_of(&token);
        let name = &token.name;
        lines.push(match &value {
            Some(value) => format!("{} {state} {name} {value}", token.id),
            None => format!("{} {state} {name}", token.id),
        });
        shown.push(in_json(&token, value));
    }
    Ok(Output::new(lines, Value::Array(shown)))
}

async fn revoke(app: &App, id: TokenId) -> Result<Output, String> {
    service::tokens::revoke_as_admin(app, id).await.map_err(told)?;
    Ok(Output::new(vec![format!("{id} is revoked")], json!({ "id": id, "revoked": true })))
}

fn in_json(token: &UserToken, value: Option<String>) -> Value {
    let mut shown = json!({
        "id": token.id,
        "name": token.name,
        "state": state_of(token),
        "scopes": token.scopes,
        "networks": token.networks,
        "createdAt": token.created_at.iso(),
        "expiresAt": token.expires_at.map(domain::Timestamp::iso),
        "lastUsedAt": token.last_use.as_ref().map(|last| last.at.iso()),
    });
    if let Some(value) = value {
        shown["value"] = value.into();
    }
    shown
}

const fn state_of(token: &UserToken) -> &'static str {
    match token.state {
        TokenState::Live => "live",
        TokenState::Retiring { .. } => "retiring",
        TokenState::Rotated { .. } => "rotated",
        TokenState::Expired { .. } => "expired",
        TokenState::Revoked { .. } => "revoked",
    }
}
