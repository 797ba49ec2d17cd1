//! How long it takes to find out whose session a request comes with, for `cargo xtask bench`: no HTTP around
//! it. Prints the mean in microseconds.
//!
//! `recognise DATABASE-URL SESSIONS-FILE`

use std::{fs, time::Instant};

use axum::extract::FromRequestParts as _;
use axum::http::Request;
use secrecy::SecretString;
use server::{
    app::{App, Replacements},
    auth::Caller,
    config::Config,
    service::sessions,
};

/// So many sessions are looked at, spread over all.
const SAMPLES: usize = 20_000;

#[tokio::main]
#[expect(clippy::disallowed_methods, reason = "what is measured is real time")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [url, file] = arguments.as_slice() else {
        return Err("recognise DATABASE-URL SESSIONS-FILE".into());
    };
    let folder = tempfile::tempdir()?;
    let app = App::new(Config::for_tests(url, folder.path())?, Replacements::default()).await?;
    let secrets: Vec<_> = fs::read_to_string(file)?.lines().map(SecretString::from).collect();
    let mut parts = Request::new(()).into_parts().0;
    parts.extensions.insert(app.clone());
    let Ok(caller) = Caller::from_request_parts(&mut parts, &()).await;
    let each = (secrets.len() / SAMPLES).max(1);
    let chosen: Vec<_> = secrets.iter().step_by(each).collect();
    // Once before: a session that was not used for a minute is written, which is no part of recognising it.
    for secret in &chosen {
        sessions::recognise(&app, &caller, secret).await?;
    }
    let started = Instant::now();
    for secret in &chosen {
        sessions::recognise(&app, &caller, secret).await?;
    }
    let mean = started.elapsed().as_secs_f64() * 1_000_000.0 / f64::from(u32::try_from(chosen.len())?);
    println!("{mean:.1}");
    Ok(())
}
