//! The stages, in the order they run: the quick ones first, what needs a build after the build.

mod api;
mod browser;
mod cognito;
mod contract;
mod rust;

use anyhow::Result;

use super::report::Tally;
use crate::{dx, generate, lint, tools};

pub struct Stage {
    pub name: &'static str,
    pub about: &'static str,
    /// Stages without which this one can't be run. Named alone, it takes what an earlier run left.
    pub needs: &'static [&'static str],
    pub run: fn() -> Result<Tally>,
}

pub const STAGES: &[Stage] = &[
    stage("tools", "what the tests need is there", &[], || check(tools::for_tests)),
    stage("fmt", "formatting", &[], || check(lint::fmt)),
    stage("clippy", "lints of everything on the host, with the server's features", &[], || check(lint::host)),
    stage("clippy-web", "lints of the browser's part", &[], || check(lint::web)),
    stage("clippy-desktop", "lints of the desktop app", &[], || check(lint::desktop)),
    stage("rust", "Rust tests, on SQLite", &[], rust::sqlite),
    stage("contract", "identity: the embedded provider, and Cognito over the wire", &[], contract::contract),
    stage("postgres", "the tests that use a database, on PostgreSQL", &[], rust::postgres),
    stage("generated", "what is generated and committed is up to date", &[], || check(generate::check)),
    stage("web", "the web app and its server build", &[], || check(|| dx::web(dx::Mode::Debug))),
    stage("api", "the Core API against its own document", &["web"], api::api),
    stage("browser", "the app in Chromium", &["web"], browser::browser),
    stage("desktop-build", "the desktop app builds", &[], || check(dx::desktop)),
    stage("desktop", "the app in a window", &["web", "desktop-build"], browser::desktop),
];

const fn stage(
    name: &'static str,
    about: &'static str,
    needs: &'static [&'static str],
    run: fn() -> Result<Tally>,
) -> Stage {
    Stage { name, about, needs, run }
}

/// A stage that either holds or doesn't.
fn check<T>(holds: impl FnOnce() -> Result<T>) -> Result<Tally> {
    holds().map(|_| Tally::PASSED)
}
