//! `serve`: one listener, one worker, and an orderly end.

use std::net::SocketAddr;

use axum::serve::ListenerExt as _;
use dioxus::prelude::Element;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use super::Output;
use crate::{
    app::{App, build_router},
    jobs, service,
};

/// Serves until a signal comes, then finishes the requests in flight and the message in hand.
pub(super) async fn serve(app: App, pages: fn() -> Element) -> Result<Output, String> {
    app.database.migrate().await.map_err(|error| format!("database: {error}"))?;
    let address = app.config.server.listen;
    let listener =
        TcpListener::bind(address).await.map_err(|error| format!("server.listen: {address}: {error}"))?;
    // Nagle's algorithm and delayed acknowledgements together hold a kept-alive answer for 40 ms.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY could not be set");
        }
    });
    // Not before the address is ours: a second process on the same data has ended by now.
    jobs::resume(&app).await.map_err(|failure| format!("outbox: {failure}"))?;
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(jobs::work(app.clone(), stopped.clone()));
    let keys = tokio::spawn(service::keys::follow_changes(app.clone(), stopped.clone()));
    tracing::info!(%address, public_url = app.config.server.public_url, database = app.database.kind(), "serving");
    if app.config.shows_mailbox() {
        tracing::info!("mails stay on this machine: {}/dev/mailbox", app.config.server.public_url);
    }
    let (counted, closing) = (app.clone(), app.clone());
    let router = build_router(app, dioxus::server::router(pages));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(wait(stopped));
    let signals = tokio::spawn(async move {
        asked_to_stop().await;
        tracing::info!("stopping: requests in flight are finished first");
        // The streams of open windows would be in flight for ever.
        closing.close();
        // Fails only when nobody waits any more.
        let _ = stop.send(true);
    });
    server.await.map_err(|error| error.to_string())?;
    signals.abort();
    worker.await.map_err(|error| error.to_string())?;
    keys.await.map_err(|error| error.to_string())?;
    // Requests in flight counted after the follower's last round.
    service::keys::write_uses(&counted).await;
    Ok(Output::new(Vec::new(), serde_json::Value::Null))
}

async fn wait(mut stopped: watch::Receiver<bool>) {
    // An error means that the sender is gone, which also is a reason to stop.
    let _ = stopped.wait_for(|stop| *stop).await;
}

async fn asked_to_stop() {
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}
