//! The server. Without features: the client stubs of the server functions, for the pages.
//! With the feature `server`: everything behind them.
//!
//! Directions: `rpc` → `service` → `store`, `ports`; `adapters` implement `ports`; `app` wires.
//! Never imports `ui`.

pub mod rpc;

/// For the whole server program.
#[cfg(feature = "server")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[cfg(feature = "server")]
pub mod adapters;
#[cfg(feature = "server")]
pub mod app;
#[cfg(feature = "server")]
pub mod auth;
#[cfg(feature = "server")]
pub mod cli;
#[cfg(feature = "server")]
pub mod config;
#[cfg(feature = "server")]
pub mod core_api;
#[cfg(feature = "server")]
pub mod http;
#[cfg(feature = "server")]
pub mod images;
#[cfg(feature = "server")]
pub mod jobs;
#[cfg(feature = "server")]
pub mod language;
#[cfg(feature = "server")]
pub mod passwords;
#[cfg(feature = "server")]
pub mod ports;
#[cfg(feature = "server")]
pub mod secrets;
#[cfg(feature = "server")]
pub mod service;
#[cfg(feature = "server")]
pub mod store;
#[cfg(feature = "server")]
pub mod telemetry;
