//! The physical limit that `cargo xtask bench` measures beside the server: the same bytes, the same hash
//! and the same query with nothing around them.
//!
//! `bare PORT [DATABASE-URL EMAIL]`; without a database there is no `/clients`.

use std::{net::Ipv4Addr, sync::Arc};

use axum::{Json, Router, extract::State, routing::get, serve::ListenerExt as _};
use domain::{
    UserId,
    identity::Password,
    organisation::{Organisation, Role},
    profile::Profile,
};
use serde::Serialize;
use server::{
    adapters::system::SystemEntropy,
    passwords::{HashSettings, Hasher},
    store::{self, Database},
};
use tokio::net::TcpListener;
use uuid::Uuid;

/// The database and the person whose organisations are asked for.
type Store = (Database, UserId);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let port = arguments.next().ok_or("which port?")?.parse()?;
    let hasher = Arc::new(Hasher::new(&HashSettings::default(), Arc::new(SystemEntropy))?);
    let mut router = Router::new()
        .route("/json", get(profile))
        .route("/whoami", get(whoami))
        .route("/hash", get(hash))
        .with_state(hasher);
    if let (Some(url), Some(email)) = (arguments.next(), arguments.next()) {
        let database = Database::connect(&url, 16).await?;
        let person = store::people::find_by_email(database.connection(), &email).await?;
        let store: Store = (database, person.ok_or("nobody has this address")?.id);
        router = router.merge(Router::new().route("/clients", get(clients)).with_state(store));
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    Ok(axum::serve(listener, router).await?)
}

async fn profile() -> Json<Profile> {
    Json(Profile { email: "bench@example.com".to_owned(), version: 1, ..Profile::default() })
}

async fn hash(State(hasher): State<Arc<Hasher>>) -> String {
    hasher.hash(&Password::new("Correct-Horse-7-Battery")).await.unwrap_or_default()
}

/// As much as the Core API's answer says.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Whoami {
    user_id: Uuid,
    token_id: Uuid,
    token_name: String,
    token_scopes: [&'static str; 1],
    token_expires_at: &'static str,
    message: &'static str,
}

async fn whoami() -> Json<Whoami> {
    Json(Whoami {
        user_id: Uuid::nil(),
        token_id: Uuid::nil(),
        token_name: "User Token 1".to_owned(),
        token_scopes: ["full"],
        token_expires_at: "2026-11-22T12:00:00.000Z",
        message: "Success",
    })
}

/// As much as the Core API's answer says.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the documented names")]
struct Clients {
    clients: Vec<Client>,
    next_cursor: Option<String>,
    message: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the documented names")]
struct Client {
    client_id: Uuid,
    client_name: String,
    client_members: [Member; 1],
    client_created_at: String,
    client_updated_at: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Member {
    user_id: Uuid,
    roles: &'static [Role],
}

async fn clients(State((database, user)): State<Store>) -> Json<Clients> {
    let page = store::clients::page_of(database.connection(), user, None, 51).await.unwrap_or_default();
    let client = |each: Organisation| Client {
        client_id: each.id.0,
        client_name: each.name,
        client_members: [Member { user_id: user.0, roles: each.role.roles() }],
        client_created_at: each.created_at.iso(),
        client_updated_at: each.updated_at.iso(),
    };
    Json(Clients { clients: page.into_iter().map(client).collect(), next_cursor: None, message: "Success" })
}
