//! The connection to the server.

use std::{future::Future, time::Duration};

use dioxus::fullstack::{GLOBAL_REQUEST_CLIENT, reqwest::Client};

/// A server that says nothing for so long is out of reach. On a stream it says every 15 seconds that it is there:
/// without a limit, a computer that slept would wait for ever on a connection that is gone.
const SILENCE: Duration = Duration::from_secs(45);

/// Waits for an answer, which comes in time: the connection sees to that.
pub async fn in_time<T>(answer: impl Future<Output = T>) -> Option<T> {
    Some(answer.await)
}

/// Sets how every call is made. The framework's own client waits without limit.
pub fn prepare() {
    if let Ok(client) = Client::builder().cookie_store(true).read_timeout(SILENCE).build() {
        // Fails when a call was made already, which none was.
        let _ = GLOBAL_REQUEST_CLIENT.set(client);
    }
}
