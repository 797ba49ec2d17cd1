//! The physical limit that `cargo xtask bench` measures beside the server: the same bytes and the same
//! hash with nothing around them.

use std::{net::Ipv4Addr, sync::Arc};

use axum::{Json, Router, extract::State, routing::get, serve::ListenerExt as _};
use domain::{identity::Password, profile::Profile};
use server::adapters::{
    embedded::{HashSettings, Hasher},
    system::SystemEntropy,
};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::args().nth(1).ok_or("which port?")?.parse()?;
    let hasher = Arc::new(Hasher::new(&HashSettings::default(), Arc::new(SystemEntropy))?);
    let router = Router::new().route("/json", get(profile)).route("/hash", get(hash)).with_state(hasher);
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
