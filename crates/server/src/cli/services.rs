//! `service …`: the credentials of programs that may ask whether a token is good.

use clap::Subcommand;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Output, told};
use crate::{app::App, service::platform_services, store::service_credentials::ServiceCredential};

#[derive(Subcommand)]
pub(super) enum ServiceCommand {
    /// Make a credential. It is shown here and never again.
    Create {
        /// The service's name.
        #[arg(long)]
        name: String,
    },
    /// List all credentials.
    List,
    /// End a credential at once.
    Revoke {
        /// Which.
        id: Uuid,
    },
}

pub(super) async fn run(app: &App, command: ServiceCommand) -> Result<Output, String> {
    app.database.migrate().await.map_err(|error| error.to_string())?;
    match command {
        ServiceCommand::Create { name } => create(app, &name).await,
        ServiceCommand::List => list(app).await,
        ServiceCommand::Revoke { id } => revoke(app, id).await,
    }
}

async fn create(app: &App, name: &str) -> Result<Output, String> {
    let (credential, value) = platform_services::create(app, name).await.map_err(told)?;
    let mut shown = in_json(&credential);
    shown["value"] = value.expose().into();
    let lines = vec![format!("{} {}", credential.id, credential.name), value.expose().to_owned()];
    Ok(Output::new(lines, shown))
}

async fn list(app: &App) -> Result<Output, String> {
    let credentials = platform_services::list(app).await.map_err(told)?;
    let line = |each: &ServiceCredential| {
        let state = if each.revoked_at.is_some() { "revoked" } else { "live" };
        format!("{} {state} {}", each.id, each.name)
    };
    let lines = credentials.iter().map(line).collect();
    Ok(Output::new(lines, credentials.iter().map(in_json).collect()))
}

async fn revoke(app: &App, id: Uuid) -> Result<Output, String> {
    platform_services::revoke(app, id).await.map_err(told)?;
    Ok(Output::new(vec![format!("{id} is revoked")], json!({ "id": id, "revoked": true })))
}

fn in_json(credential: &ServiceCredential) -> Value {
    json!({
        "id": credential.id,
        "name": credential.name,
        "createdAt": credential.created_at.iso(),
        "revokedAt": credential.revoked_at.map(domain::Timestamp::iso),
    })
}
