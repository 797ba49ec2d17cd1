//! Server functions: thin doors from the pages to the services. Always compiled: as themselves on
//! the server, as their HTTP calls in a client.
//!
//! Paths are explicit and versioned, because an installed desktop app outlives a deployment.

pub mod account;
pub mod auth;
mod error;
pub mod instance;
pub mod notifications;
pub mod organisations;
pub mod passkeys;
pub mod privacy;
pub mod profile;
pub mod security;
pub mod support;
pub mod tokens;
pub mod two_factor;

pub use error::{RpcError, RpcResult};
