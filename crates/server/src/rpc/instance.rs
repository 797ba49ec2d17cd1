//! What an installation tells everybody.

use dioxus::prelude::*;
use domain::instance::Instance;

use super::RpcResult;
#[cfg(feature = "server")]
use crate::{app::App, service};

/// The brand and the password policy. Needs no sign-in.
///
/// # Errors
/// None of its own.
#[cfg_attr(feature = "server", expect(clippy::unused_async, reason = "a server function is async by nature"))]
#[get("/rpc/v1/instance", app: App)]
pub async fn read_instance() -> RpcResult<Instance> {
    Ok(service::instance::read(&app))
}
